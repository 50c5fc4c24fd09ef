import { assertEquals } from "@std/assert";
import { countedVolume, countedVolumeNote } from "./volume_names.ts";

/** The name of the volume among others, both names where they do not decide, "" for none. */
function volumeOf(...names: readonly string[]): string {
  const found = countedVolume(names, new Set());
  return (typeof found === "number" ? [found] : found).map((column) => names[column] ?? "").join(" or ");
}

Deno.test("countedVolume() takes what counts the traded coin or share, in any order of the columns", () => {
  const cases = [
    [["Volume BTC", "Volume USDT"], "Volume BTC"],
    [["Volume USD", "Volume BTC"], "Volume BTC"],
    [["Volume USD", "Volume DOGE"], "Volume DOGE"],
    [["volume_usdt", "volume_doge"], "volume_doge"],
    [["Volume BTC", "Volume ETH"], "Volume ETH"],
    [["Volume ADA", "Volume ETH"], "Volume ADA"],
    [["volumeto", "volumefrom"], "volumefrom"],
    [["Volume_(BTC)", "Volume_(Currency)"], "Volume_(BTC)"],
    [["Volume 1INCH", "Volume TRY"], "Volume 1INCH"],
    [["volume_traded"], "volume_traded"],
    [["Volume (shares)"], "Volume (shares)"],
    [["Volume USD"], "Volume USD"],
    [["Volume EUR", "Volume USD"], "Volume EUR or Volume USD"],
  ] as const;
  for (const [names, expected] of cases) assertEquals(volumeOf(...names), expected, names.join());
});

Deno.test("countedVolume() takes no column that is only made of volumes", () => {
  const names = [
    ...["Volume Weighted Average Price", "Volume SMA", "Volume SMA20", "VOLUME CHANGE", "Volume Change", "Volume MA"],
    ...[
      "volume_ratio",
      "Volume EMA 20",
      "Volume RSI",
      "volumeDelta",
      "Volume %",
      "Volumes",
      "volume_doge",
      "Volatility",
    ],
  ];
  assertEquals(volumeOf(...names), "");
  assertEquals(volumeOf(...names, "Volume LTC"), "Volume LTC");
});

Deno.test("countedVolumeNote() names the column, and tells where it may count money", () => {
  const read = "is read as the volume, as no column is named so alone";
  assertEquals(countedVolumeNote("Volume BTC"), `Column "Volume BTC" ${read}`);
  assertEquals(
    countedVolumeNote("Volume USD"),
    `Column "Volume USD" ${read}; it may count money: columns: { volume: "" } leaves it out`,
  );
  assertEquals(countedVolumeNote("Volume"), undefined);
});

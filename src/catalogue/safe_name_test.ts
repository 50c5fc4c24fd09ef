import { assertEquals, assertThrows } from "@std/assert";
import { folderOfSymbol, symbolOfFolder } from "./safe_name.ts";

Deno.test("a symbol has a folder that every file system takes, and the folder tells the symbol", () => {
  const names = {
    ...{ "AAPL": "AAPL", "BRK.B": "BRK.B", "ES=F": "ES=F", "^GSPC": "^GSPC", "BTC/USDT": "BTC%2FUSDT" },
    ...{
      "..": "%2E%2E",
      ".hidden": "%2Ehidden",
      "end.": "end%2E",
      "CON": "%43ON",
      "nul.x": "%6Eul.x",
      "COM1": "%43OM1",
    },
    ...{ "a b": "a%20b", "100%": "100%25", "日経": "%E6%97%A5%E7%B5%8C", "a\\b:c*": "a%5Cb%3Ac%2A", "CONE": "CONE" },
  };
  for (const [symbol, folder] of Object.entries(names)) {
    assertEquals([folderOfSymbol(symbol), symbolOfFolder(folder)], [folder, symbol]);
  }
});

Deno.test("a folder that no symbol has is that of none", () => {
  for (const folder of ["a b", "%zz", ".git", "%41APL", "a/b", "BTC%2fUSDT", ""]) {
    assertEquals(symbolOfFolder(folder), undefined);
  }
});

Deno.test("a symbol that is no text, too long or half a letter is refused", () => {
  assertThrows(() => folderOfSymbol(""), TypeError, "pass a text that is not empty");
  assertThrows(() => folderOfSymbol(7), TypeError, "Cannot use symbol 7");
  assertThrows(() => folderOfSymbol("/".repeat(70)), RangeError, "a name of 210 letters, and 200 are the most");
  assertThrows(() => folderOfSymbol("a\ud800"), RangeError, "half a letter");
});

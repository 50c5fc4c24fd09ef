import { assertEquals } from "@std/assert";
import { logAt } from "./log_of_folder.ts";

Deno.test("the folder of a journal means the log in it, and any other path itself", () => {
  const [journal, cutOff, other] = [1, 2, 3].map(() => Deno.makeTempDirSync()) as [string, string, string];
  for (const path of [`${journal}/run.log`, `${cutOff}/run.00001.log`, `${other}/other.log`]) {
    Deno.writeTextFileSync(path, "");
  }
  assertEquals([journal, `${journal}/`, cutOff, other, `${other}/other.log`, "no/such"].map(logAt), [
    `${journal}/run.log`,
    `${journal}/run.log`,
    `${cutOff}/run.log`,
    other,
    `${other}/other.log`,
    "no/such",
  ]);
});

// Bar by bar and as a whole column an indicator has the same bits, on any numbers and with any of the averages.
import { assert, assertEquals } from "@std/assert";
import { AVERAGE_NAMES } from "../../src/indicators/average/average_kernel.ts";
import { EVERY_CASE } from "./every_case.ts";
import { type IndicatorInputs, inputsOf, linesByName, type MadeLines, stepped, whole } from "./indicator_case.ts";
import { ODD_SERIES, oddSeriesOf } from "./odd_series.ts";
import { argumentsOf, type Signature, signatures } from "./signatures.ts";

const LENGTH = 120;

function assertBothForms(make: (inputs: IndicatorInputs, period?: number) => MadeLines, period?: number): void {
  for (const series of Object.keys(ODD_SERIES)) {
    const columns = oddSeriesOf(series, 5, LENGTH);
    assertEquals(stepped({ make }, columns, period), whole({ make }, columns, period), `${series}, period ${period}`);
  }
}

for (const { name, make, hasPeriod, leastPeriod = 1 } of EVERY_CASE) {
  const title = make.toString().replace(/\s+/g, " ").replace(/^[^>]*=> /, "");
  Deno.test(`${name}: ${title} has bar by bar the bits of the whole column on odd numbers`, () => {
    for (const period of hasPeriod ? [undefined, leastPeriod, leastPeriod + 1, leastPeriod + 4] : [undefined]) {
      assertBothForms(make, period);
    }
  });
}

/** Options that name an average. */
const AVERAGE_OPTIONS: readonly string[] = ["average", "signalAverage", "rangeAverage", "moving", "moments"];
/** Further options with which the averages are computed in another way. */
const FURTHER: Readonly<Record<string, readonly object[]>> = {
  macd: [{ start: "together" }],
  rsi: [{ seed: "first" }, { lookback: 3 }],
  rmi: [{ seed: "first" }, { lookback: 1 }],
};

/** Arguments with small periods, as the averages of averages take many bars; they rise from one period to the next. */
function smallArguments(signature: Signature, inputs: IndicatorInputs, first: number): unknown[] {
  let next = first;
  return argumentsOf(signature, inputs).map((value, at) =>
    signature.periods.has(signature.parameters[at]!) ? next++ : value
  );
}

for (const signature of signatures()) {
  const { name, call, options = [] } = signature, named = options.filter((option) => AVERAGE_OPTIONS.includes(option));
  if (named.length === 0) continue;
  Deno.test(`${name} has bar by bar the bits of the whole column with each average`, () => {
    for (const average of AVERAGE_NAMES) {
      const chosen = Object.fromEntries(named.map((option) => [option, average]));
      for (const further of [{}, ...FURTHER[name] ?? []]) {
        for (const first of [1, 3]) {
          assertBothForms((inputs) => call(...smallArguments(signature, inputs, first), { ...chosen, ...further }));
        }
      }
    }
  });

  Deno.test(`${name} has its first value at its minimum period with each average`, () => {
    const columns = oddSeriesOf("negative", 3, LENGTH);
    for (const average of AVERAGE_NAMES) {
      const chosen = Object.fromEntries(named.map((option) => [option, average]));
      for (const further of [{}, ...FURTHER[name] ?? []]) {
        const make = (inputs: IndicatorInputs): MadeLines =>
          call(...smallArguments(signature, inputs, 3), { ...chosen, ...further });
        const values = whole({ make }, columns);
        for (const [line, { minPeriod }] of linesByName(make(inputsOf(columns).inputs))) {
          const first = values.get(line)!.findIndex((value) => value === value);
          assert(minPeriod <= LENGTH, `${line} with ${average} needs ${minPeriod} bars`);
          assertEquals(first, minPeriod - 1, `${line} with ${average}, ${JSON.stringify(further)}`);
        }
      }
    }
  });
}

Deno.test("the averages of more than twenty functions can be chosen", () => {
  const chosen = signatures().filter(({ options = [] }) => options.some((option) => AVERAGE_OPTIONS.includes(option)));
  assert(chosen.length > 20);
});

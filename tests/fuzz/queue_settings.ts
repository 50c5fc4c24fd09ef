/**
 * Random settings of the broker of the backtrader profile: rules, slippage, margin, leverage, interest and fillers.
 *
 * @module
 */

import * as contract from "../../src/contract/contract.gen.ts";
import type { Random } from "../../src/laws/random.ts";
import type { FuzzConfiguration } from "./configuration.ts";

/** Puts random settings into a configuration of the backtrader profile. */
export function addQueueSettings(random: Random, { lanes, instruments }: FuzzConfiguration): void {
  const rule = (lane: number, choice: number, percent: number): void => {
    if (random.chance(percent)) lanes[lane] = choice;
  };
  rule(contract.CONFIG_RULE_AFFORDABILITY, contract.AFFORDABILITY_AT_FILL, 25);
  rule(contract.CONFIG_RULE_CANCEL, contract.CANCEL_WORKS, 30);
  rule(contract.CONFIG_RULE_SHORT_CASH, contract.SHORT_CASH_TAKEN, 30);
  rule(contract.CONFIG_RULE_INTEREST, contract.INTEREST_IN_CASH, 30);
  rule(contract.CONFIG_RULE_CHEAT_ON_CLOSE, contract.CHEAT_ON_CLOSE_ON, 25);
  rule(contract.CONFIG_RULE_CHEAT_ON_OPEN, contract.CHEAT_ON_OPEN_ON, 35);
  instruments.forEach(({ price, lots }, id) => {
    const base = contract.CONFIG_INSTRUMENTS + id * contract.INSTRUMENT_STRIDE;
    const set = (lane: number, value: number): number => lanes[base + lane] = value;
    if (random.chance(60)) {
      const by_rate = random.chance(60);
      set(contract.INSTRUMENT_FLOAT_SLIPPAGE, by_rate ? contract.FLOAT_SLIPPAGE_RATE : contract.FLOAT_SLIPPAGE_AMOUNT);
      set(contract.INSTRUMENT_FLOAT_SLIPPAGE_SIZE, random.between(1, 60) / (by_rate ? 1000 : 100));
      set(contract.INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES, random.between(0, contract.SLIPPAGE_SWITCH_MASK));
    }
    if (random.chance(35)) {
      set(contract.INSTRUMENT_FLOAT_HOLDING, contract.HOLDING_MARGIN);
      set(contract.INSTRUMENT_FLOAT_MARGIN, random.between(1, price) / 100);
      if (random.chance(40)) set(contract.INSTRUMENT_FLOAT_MARGIN_RATE, random.between(1, 30) / 10);
    }
    if (random.chance(40)) set(contract.INSTRUMENT_FLOAT_LEVERAGE, random.between(1, 50) / 10);
    if (random.chance(50)) set(contract.INSTRUMENT_FLOAT_INTEREST, random.between(-20, 80) / 100);
    if (random.chance(50)) set(contract.INSTRUMENT_FLOAT_INTEREST_LONG, 1);
    if (random.chance(60)) {
      set(contract.INSTRUMENT_FLOAT_FILLER, random.between(contract.FILLER_SIZE, contract.FILLER_POINT_PERCENT));
      set(contract.INSTRUMENT_FLOAT_FILLER_SIZE, random.chance(30) ? 0 : random.between(1, 2 * lots) / 2);
      set(contract.INSTRUMENT_FLOAT_FILLER_PERCENT, random.between(1, 2000) / 10);
      set(contract.INSTRUMENT_FLOAT_FILLER_STEP, random.pick([0, 0.01, 0.1, 1]));
    }
  });
}

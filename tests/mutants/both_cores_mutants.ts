/**
 * The same wrong rule in both cores: they agree, so that only what knows the right one can notice.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";
import { AUDITOR, PARITY, PATHS } from "./suites.ts";

/** The same wrong rule in both cores: they agree, so that only what knows the right one can notice. */
export const BOTH_CORES_MUTANTS: readonly Mutant[] = [
  {
    name: "both_stop_limit_misses_its_own_trigger",
    operator: "wrong field",
    edits: [
      {
        file: "src/core/exact/rival.ts",
        before: "return reachesLimit(state, order, order.stop);",
        after: "return reachesLimit(state, order, order.limit);",
      },
      {
        file: "rust/engine/src/exact/rival.rs",
        before: "reaches_limit(state, order, order.stop)",
        after: "reaches_limit(state, order, order.limit)",
      },
    ],
    suite: [PATHS],
  },
  {
    name: "both_group_forgets_when_an_entry_woke_it",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/rival.ts",
        before: "const loose = isLoose(state, order, above), late = isByExtreme(state, order);",
        after: "const loose = false, late = isByExtreme(state, order);",
      },
      {
        file: "rust/engine/src/exact/rival.rs",
        before: "let (loose, late) = (is_loose(state, order, above), is_by_extreme(state, order));",
        after: "let (loose, late) = (false, is_by_extreme(state, order));",
      },
    ],
    suite: [PATHS],
  },
  {
    name: "both_entry_came_back_from_nowhere",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/tied.ts",
        before: "order.woken_trigger = came_back ? parent.stop : 0;",
        after: "order.woken_trigger = came_back ? 0 * parent.stop : 0;",
      },
      {
        file: "rust/engine/src/exact/tied.rs",
        before: "order.woken_trigger = if came_back { trigger } else { 0.0 };",
        after: "order.woken_trigger = if came_back { 0.0 * trigger } else { 0.0 };",
      },
    ],
    suite: [PATHS],
  },
  {
    name: "both_stop_limit_entry_leaves_the_whole_bar",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/reach.ts",
        before:
          "(rule === FILL_RULE_LIMIT || rule === FILL_RULE_STOP || rule === FILL_RULE_STOP_LIMIT || isTouch(rule));",
        after: "(rule === FILL_RULE_LIMIT || rule === FILL_RULE_STOP || isTouch(rule));",
      },
      {
        file: "rust/engine/src/exact/reach.rs",
        before: "&& (matches!(rule, FILL_RULE_LIMIT | FILL_RULE_STOP | FILL_RULE_STOP_LIMIT) || is_touch(rule))",
        after: "&& (matches!(rule, FILL_RULE_LIMIT | FILL_RULE_STOP) || is_touch(rule))",
      },
    ],
    suite: [PATHS],
  },
  {
    name: "both_price_of_an_entry_waits_for_a_rival",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/rival.ts",
        before: "if (other.kind === CLAIM_ENTRY) return false;",
        after: "if (other.kind === CLAIM_ENTRY) return one.above === other.above;",
      },
      {
        file: "rust/engine/src/exact/rival.rs",
        before: "if other.kind == ClaimKind::Entry {",
        after: "if other.kind == ClaimKind::Entry && one.above != other.above {",
      },
    ],
    suite: [PATHS],
  },
  {
    name: "both_proceeds_of_shorts_are_free",
    operator: "constant off by one",
    edits: [
      {
        file: "src/core/exact/ledger.ts",
        before: "return state.on_margin ? freeOnMargin(state, 0) : state.account.cash - 2 * state.account.short_cost;",
        after: "return state.on_margin ? freeOnMargin(state, 0) : state.account.cash - 1 * state.account.short_cost;",
      },
      {
        file: "rust/engine/src/exact/ledger.rs",
        before: "state.account.cash - 2.0 * state.account.short_cost",
        after: "state.account.cash - 1.0 * state.account.short_cost",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "both_slippage_helps_the_trader",
    operator: "sign swapped",
    edits: [
      {
        file: "src/core/exact/slippage.ts",
        before: "const rate = order.is_buy ? RATE_SCALE + slippage : RATE_SCALE - slippage;",
        after: "const rate = order.is_buy ? RATE_SCALE - slippage : RATE_SCALE - slippage;",
      },
      {
        file: "rust/engine/src/exact/slippage.rs",
        before: "let rate = if order.is_buy() { RATE_SCALE + slippage } else { RATE_SCALE - slippage };",
        after: "let rate = if order.is_buy() { RATE_SCALE - slippage } else { RATE_SCALE - slippage };",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "both_reducers_do_not_come_first",
    operator: "statement removed",
    edits: [
      {
        file: "src/core/exact/match.ts",
        before: "for (const slot of awake) matchAtOpen(state, slot, PART_CLOSING);",
        after: "",
      },
      {
        file: "rust/engine/src/exact/match.rs",
        before: "walk_awake(state, |state, slot| match_at_open(state, slot, Part::Closing));",
        after: "",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "both_ambiguity_needs_two_signs",
    operator: "connective swapped",
    edits: [
      {
        file: "src/core/exact/match.ts",
        before:
          "const doubt = reached === UNCERTAIN || rival !== RIVAL_NONE || isTrailInDoubt(state, order, instrument);",
        after:
          "const doubt = reached === UNCERTAIN && rival !== RIVAL_NONE || isTrailInDoubt(state, order, instrument);",
      },
      {
        file: "rust/engine/src/exact/match.rs",
        before:
          "let doubt = reached == Reached::Uncertain || rival != Rival::None || is_trail_in_doubt(state, order, instrument);",
        after:
          "let doubt = reached == Reached::Uncertain && rival != Rival::None || is_trail_in_doubt(state, order, instrument);",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "both_venue_commission_is_charged_twice",
    operator: "sign swapped",
    edits: [
      {
        file: "src/core/exact/fill.ts",
        before: "opened_commission = commission - closed_commission;",
        after: "opened_commission = commission + closed_commission;",
      },
      {
        file: "rust/engine/src/exact/fill.rs",
        before: "opened_commission = commission - closed_commission;",
        after: "opened_commission = commission + closed_commission;",
      },
    ],
    suite: [AUDITOR],
  },
  {
    name: "both_gap_fills_at_the_stop",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/match.ts",
        before: "fillSlipped(state, slot, instrument, open, rule, 0, part);",
        after: "fillSlipped(state, slot, instrument, order.stop, rule, 0, part);",
      },
      {
        file: "rust/engine/src/exact/match.rs",
        before: "fill_slipped(state, slot, open, rule, 0, part);",
        after: "fill_slipped(state, slot, order.stop, rule, 0, part);",
      },
    ],
    suite: [AUDITOR],
  },
  {
    name: "both_limit_at_the_open_fills_at_the_limit",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/match.ts",
        before: "else fillLimit(state, slot, instrument, open, FILL_RULE_LIMIT_OPEN, 0, part);",
        after: "else fillLimit(state, slot, instrument, order.limit, FILL_RULE_LIMIT_OPEN, 0, part);",
      },
      {
        file: "rust/engine/src/exact/match.rs",
        before: "fill_limit(state, slot, open, FILL_RULE_LIMIT_OPEN, 0, part);",
        after: "fill_limit(state, slot, order.limit, FILL_RULE_LIMIT_OPEN, 0, part);",
      },
    ],
    suite: [AUDITOR],
  },
  {
    name: "both_day_order_ends_on_its_day",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/exact/expire.ts",
        before:
          "for (let slot = days.top(slots); slot >= 0 && days.key < instrument.session_day; slot = days.top(slots)) {",
        after:
          "for (let slot = days.top(slots); slot >= 0 && days.key <= instrument.session_day; slot = days.top(slots)) {",
      },
      {
        file: "rust/engine/src/exact/expire.rs",
        before: "if days.key() >= f64::from(instrument.session_day) {",
        after: "if days.key() > f64::from(instrument.session_day) {",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "both_late_fill_is_not_flagged",
    operator: "wrong rule",
    edits: [
      {
        file: "src/core/exact/fill.ts",
        before: "const late = isTerminal(order.state);",
        after: "const late = !isTerminal(order.state);",
      },
      {
        file: "rust/engine/src/exact/fill.rs",
        before: "let late = is_terminal(order.state);",
        after: "let late = !is_terminal(order.state);",
      },
    ],
    suite: [AUDITOR],
  },
  {
    name: "both_entry_beyond_the_trigger_waits",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/exact/reach.ts",
        before: "return order.is_buy ? order.woken_price >= order.stop : order.woken_price <= order.stop;",
        after: "return order.is_buy ? order.woken_price >= order.stop : order.woken_price < order.stop;",
      },
      {
        file: "rust/engine/src/exact/reach.rs",
        before: "(true, false) => order.woken_price <= order.stop,",
        after: "(true, false) => order.woken_price < order.stop,",
      },
    ],
    suite: ["tests/bar_paths_test.ts"],
  },
  {
    name: "both_every_bar_of_an_instrument_that_needs_volume_fills_nothing",
    operator: "connective swapped",
    edits: [
      {
        file: "src/core/exact/reach.ts",
        before: "return instrument.terms.needs_volume && instrument.volume === 0;",
        after: "return instrument.terms.needs_volume || instrument.volume === 0;",
      },
      {
        file: "rust/engine/src/exact/reach.rs",
        before: "instrument.terms.needs_volume && instrument.volume == 0.0",
        after: "instrument.terms.needs_volume || instrument.volume == 0.0",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "both_an_account_worth_nothing_is_not_ruined",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/step.ts",
        before: "if (state.exact && account.value > 0 && value <= 0) alarm(state, REASON_RUINED, 0, 0, value, 0);",
        after: "if (state.exact && account.value > 0 && value < 0) alarm(state, REASON_RUINED, 0, 0, value, 0);",
      },
      {
        file: "rust/engine/src/step.rs",
        before: "if state.exact && state.account.value > 0.0 && value <= 0.0 {",
        after: "if state.exact && state.account.value > 0.0 && value < 0.0 {",
      },
    ],
    suite: [PARITY],
  },
  {
    name: "both_ruin_is_told_at_every_step",
    operator: "comparison turned",
    edits: [
      {
        file: "src/core/step.ts",
        before: "if (state.exact && account.value > 0 && value <= 0) alarm(state, REASON_RUINED, 0, 0, value, 0);",
        after: "if (state.exact && account.value <= 0 && value <= 0) alarm(state, REASON_RUINED, 0, 0, value, 0);",
      },
      {
        file: "rust/engine/src/step.rs",
        before: "if state.exact && state.account.value > 0.0 && value <= 0.0 {",
        after: "if state.exact && state.account.value <= 0.0 && value <= 0.0 {",
      },
    ],
    suite: [AUDITOR],
  },
];

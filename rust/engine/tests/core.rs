//! The core as its boundary uses it: laws that hold for any log, over logs made at random.

use cracktrader_engine::contract::*;
use cracktrader_engine::Core;

const DAY_US: f64 = 86_400_000_000.0;
const INSTRUMENTS: usize = 2;

/// SplitMix64: random enough for tests, and the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (value ^ (value >> 31)) % limit
    }
}

fn config() -> Vec<f64> {
    let mut lanes = vec![0.0; CONFIG_INSTRUMENTS + INSTRUMENTS * INSTRUMENT_STRIDE];
    lanes[CONFIG_VERSION] = CONTRACT_VERSION;
    lanes[CONFIG_INSTRUMENTS_COUNT] = INSTRUMENTS as f64;
    lanes[CONFIG_CURRENCIES_COUNT] = 1.0;
    lanes[CONFIG_CASH_INITIAL] = 1_000_000.0;
    lanes[CONFIG_CHECKS] = 1.0;
    lanes[CONFIG_CHAIN] = 1.0;
    for block in lanes[CONFIG_INSTRUMENTS..].chunks_exact_mut(INSTRUMENT_STRIDE) {
        block[INSTRUMENT_TRADED] = 1.0;
        block[INSTRUMENT_TICK] = 1.0;
        block[INSTRUMENT_SCALE_NUMERATOR] = 100.0;
        block[INSTRUMENT_SCALE_DENOMINATOR_FIRST] = 3.0;
        block[INSTRUMENT_SCALE_DENOMINATOR_SECOND] = 1.0;
        block[INSTRUMENT_COMMISSION_KIND] = f64::from(COMMISSION_RATE);
        block[INSTRUMENT_COMMISSION_RATE] = 1_500_000.0;
        block[INSTRUMENT_COMMISSION_UNIT_DENOMINATOR] = 1.0;
        block[INSTRUMENT_SLIPPAGE_RATE] = 10_000_000.0;
        block[INSTRUMENT_MULTIPLIER] = 1.0;
    }
    lanes
}

fn event(kind: u32, instrument: u32, time_us: f64, floats: &[(usize, f64)], words: &[(usize, u32)]) -> [u64; 16] {
    let mut lanes = [0; RECORD_LANES];
    lanes[LANE_TIME_US] = time_us.to_bits();
    for &(lane, value) in floats {
        lanes[lane] = value.to_bits();
    }
    for &(word, value) in [(LANE_KIND, kind), (LANE_INSTRUMENT, instrument)].iter().chain(words) {
        lanes[word >> 1] |= u64::from(value) << (32 * (word & 1));
    }
    lanes
}

/// One bar: time, begin, session day, open, high, low, close, volume, as the columns have it.
type Bar = [f64; BAR_COLUMNS as usize];

fn bar(random: &mut Random, step: u64, price: &mut f64) -> Bar {
    let open = (*price + random.below(7) as f64 - 3.0).max(10.0);
    *price = (open + random.below(9) as f64 - 4.0).max(10.0);
    let (high, low) = (open.max(*price) + random.below(4) as f64, open.min(*price) - random.below(4) as f64);
    let time_us = (step + 1) as f64 * DAY_US;
    [time_us, step as f64 * DAY_US, 1.0 + step as f64, open, high, low, *price, 100.0]
}

fn bar_event(instrument: u32, bar: &Bar) -> [u64; 16] {
    let [time_us, begin_us, day, open, high, low, close, volume] = *bar;
    let floats = [
        (BAR_OPEN, open),
        (BAR_HIGH, high),
        (BAR_LOW, low),
        (BAR_CLOSE, close),
        (BAR_VOLUME, volume),
        (BAR_BEGIN_US, begin_us),
    ];
    event(EVENT_BAR, instrument, time_us, &floats, &[(BAR_SESSION_DAY, day as u32)])
}

fn place(random: &mut Random, id: u32, time_us: f64, price: f64) -> [u64; 16] {
    let order_type = 1 + random.below(5) as u32;
    let near = |random: &mut Random| (price + random.below(13) as f64 - 6.0).max(1.0);
    let limit = if [TYPE_LIMIT.0, TYPE_STOP_LIMIT.0].contains(&order_type) { near(random) } else { 0.0 };
    let stop = if [TYPE_STOP.0, TYPE_STOP_LIMIT.0].contains(&order_type) { near(random) } else { 0.0 };
    let validity = 1 + random.below(3) as u32;
    let valid_us = if validity == VALIDITY_GTD { time_us + 3.0 * DAY_US } else { 0.0 };
    let floats = [
        (PLACE_QUANTITY, 1.0 + random.below(40) as f64),
        (PLACE_LIMIT, limit),
        (PLACE_STOP, stop),
        (PLACE_VALID_US, valid_us),
    ];
    let words = [
        (LANE_ORDER_ID, id),
        (PLACE_ORDER_TYPE, order_type),
        (PLACE_SIDE, 1 + random.below(2) as u32),
        (PLACE_VALIDITY, validity),
    ];
    event(EVENT_PLACE, random.below(INSTRUMENTS as u64) as u32, time_us, &floats, &words)
}

/// Bars by instrument, and by step the events that follow it.
fn run(seed: u64, steps: u64) -> (Vec<Vec<Bar>>, Vec<Vec<u64>>) {
    let mut random = Random(seed);
    let mut prices = [50.0; INSTRUMENTS];
    let (mut bars, mut intents, mut id) = (vec![Vec::new(); INSTRUMENTS], Vec::new(), 0);
    for step in 0..steps {
        for instrument in 0..INSTRUMENTS {
            bars[instrument].push(bar(&mut random, step, &mut prices[instrument]));
        }
        let mut after = Vec::new();
        for _ in 0..random.below(3) {
            id += 1;
            after.extend(place(&mut random, id, (step + 1) as f64 * DAY_US, prices[0]));
        }
        intents.push(after);
    }
    (bars, intents)
}

fn log(bars: &[Vec<Bar>], intents: &[Vec<u64>]) -> Vec<u64> {
    let mut log = Vec::new();
    for (step, after) in intents.iter().enumerate() {
        for (instrument, own) in bars.iter().enumerate() {
            log.extend(bar_event(instrument as u32, &own[step]));
        }
        log.extend(event(EVENT_STEP, 0, bars[0][step][0], &[], &[]));
        log.extend(after);
    }
    log
}

fn outputs(core: &mut Core) -> Vec<u64> {
    let mut out = vec![0; core.pending() * RECORD_LANES];
    assert_eq!(core.read(&mut out), out.len() / RECORD_LANES);
    out
}

#[test]
fn bars_from_columns_and_the_same_bars_from_a_log_end_alike() {
    for seed in 0..20 {
        let (bars, intents) = run(seed, 120);
        let mut from_log = Core::new(&config());
        from_log.apply(&log(&bars, &intents));

        let columns: Vec<f64> =
            bars.iter().flat_map(|own| (0..8).flat_map(|at| own.iter().map(move |bar| bar[at]))).collect();
        let mut from_columns = Core::new(&config());
        let loaded = from_columns.load(&columns, &[120; INSTRUMENTS], &[0; INSTRUMENTS], None);
        assert_eq!(loaded.status, BOUNDARY_OK);
        let mut marks = vec![0.0; 2 * intents.len()];
        for (step, after) in intents.iter().enumerate() {
            let time_us = bars[0][step][0];
            assert_eq!(from_columns.advance(&columns, time_us, &mut marks, step), 1);
            from_columns.apply(after);
        }
        assert_eq!(outputs(&mut from_columns), outputs(&mut from_log));
        assert_eq!(from_columns.snapshot(), from_log.snapshot());
    }
}

#[test]
fn nothing_is_said_before_the_horizon() {
    for seed in 0..20 {
        let (bars, intents) = run(seed, 120);
        let columns: Vec<f64> =
            bars.iter().flat_map(|own| (0..8).flat_map(|at| own.iter().map(move |bar| bar[at]))).collect();
        let mut core = Core::new(&config());
        core.load(&columns, &[120; INSTRUMENTS], &[0; INSTRUMENTS], None);
        let mut marks = vec![0.0; 2 * intents.len()];
        for (step, after) in intents.iter().enumerate() {
            core.advance(&columns, bars[0][step][0], &mut marks, step);
            core.apply(after);
            outputs(&mut core);
            let horizon_us = core.horizon(&columns);
            let snapshot = core.snapshot();
            core.advance(&columns, horizon_us - 1.0, &mut marks, 0);
            assert!(outputs(&mut core).is_empty(), "seed {seed}, step {step}");
            assert_eq!(core.restore(&snapshot), BOUNDARY_OK);
            core.load(&columns, &[120; INSTRUMENTS], &[0; INSTRUMENTS], None);
        }
    }
}

#[test]
fn the_split_into_batches_and_a_restart_change_nothing() {
    let (bars, intents) = run(7, 120);
    let log = log(&bars, &intents);
    let mut whole = Core::new(&config());
    whole.apply(&log);
    let wanted = outputs(&mut whole);
    let (mut parts, mut random, mut got, mut at) = (Core::new(&config()), Random(3), Vec::new(), 0);
    while at < log.len() {
        let end = (at + RECORD_LANES * (1 + random.below(9) as usize)).min(log.len());
        parts.apply(&log[at..end]);
        got.extend(outputs(&mut parts));
        let mut next = Core::new(&config());
        assert_eq!(next.restore(&parts.snapshot()), BOUNDARY_OK);
        parts = next;
        at = end;
    }
    assert_eq!(got, wanted);
    assert_eq!(parts.snapshot(), whole.snapshot());
}

#[test]
fn a_damaged_snapshot_is_not_taken() {
    let (bars, intents) = run(9, 40);
    let mut core = Core::new(&config());
    core.apply(&log(&bars, &intents));
    let good = core.snapshot();
    for at in (0..good.len()).step_by(7) {
        let mut bad = good.clone();
        bad[at] ^= 0x10;
        assert_ne!(core.restore(&bad), BOUNDARY_OK);
    }
    for size in (0..good.len()).step_by(8) {
        assert_ne!(core.restore(&good[..size]), BOUNDARY_OK);
    }
    assert_eq!(core.snapshot(), good);
}

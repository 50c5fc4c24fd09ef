//! Exact products of integers held in doubles, rounded once.
//!
//! Money is price steps times lots times a scale, and a fee is that times a rate. The product can pass 2^53, so it is
//! formed in 128 bits and divided once. A product past 2^96 before the rate, or a result past 2^53, is infinity, which
//! the caller turns into a refusal. All arguments are non-negative integers.
//!
//! The TypeScript core has no integers of 128 bits and computes the same results from estimates and split products; the
//! two share no code.

use crate::contract::*;

/// Half to even: the rounding of every amount of money.
pub const ROUND_HALF_EVEN: u32 = 0;
/// Away from zero: slippage against a buyer, to a tick.
pub const ROUND_UP: u32 = 1;
/// Towards zero: an amount to spend.
pub const ROUND_DOWN: u32 = 2;

/// 2^96.
const PRODUCT_LIMIT: f64 = 79_228_162_514_264_337_593_543_950_336.0;
/// 2^54: twice the largest result, and far beyond the error of an estimate.
const ESTIMATE_LIMIT: f64 = 18_014_398_509_481_984.0;

/// Money units of one price step times one lot, as numerator / (first * second).
#[derive(Clone, Copy, Default)]
pub struct Scale {
    pub numerator: f64,
    /// Product of the two factors of the denominator.
    pub denominator: f64,
}

/// Returns price * lots * scale in money units, rounded half to even, or infinity past 2^53.
#[inline]
pub fn amount(price: f64, lots: f64, scale: &Scale) -> f64 {
    let whole = price * lots * scale.numerator;
    if whole == 0.0 {
        return 0.0;
    }
    if whole <= EXACT_MAX {
        return rounded(whole, scale.denominator, ROUND_HALF_EVEN);
    }
    if whole >= PRODUCT_LIMIT {
        return f64::INFINITY;
    }
    let product = long_product(price, lots, scale.numerator);
    let denominator = scale.denominator as u64 as u128;
    long_quotient(product, denominator, whole / scale.denominator, ROUND_HALF_EVEN)
}

/// Returns price * lots * scale * rate / 10^9, rounded by `rounding`, or infinity past 2^53.
#[inline]
pub fn rated(price: f64, lots: f64, scale: &Scale, rate: f64, rounding: u32) -> f64 {
    let base = price * lots * scale.numerator;
    let whole = base * rate;
    let denominator = scale.denominator * RATE_SCALE;
    if whole <= EXACT_MAX && denominator <= EXACT_MAX {
        return rounded(whole, denominator, rounding);
    }
    if base >= PRODUCT_LIMIT {
        return f64::INFINITY;
    }
    // Below 2^96 * 2^31, and the denominator below 2^53 * 2^30: neither product can wrap.
    let product = long_product(price, lots, scale.numerator).wrapping_mul(rate as u64 as u128);
    let divisor = (scale.denominator as u64 as u128).wrapping_mul(RATE_SCALE as u64 as u128);
    long_quotient(product, divisor, whole / denominator, rounding)
}

/// Returns total * part / whole, rounded half to even, for part <= whole or a result below 2^53.
#[inline]
pub fn share(total: f64, part: f64, whole: f64) -> f64 {
    shared(total, part, whole, ROUND_HALF_EVEN)
}

/// Returns total * part / whole, rounded down, for part <= whole.
pub fn share_down(total: f64, part: f64, whole: f64) -> f64 {
    shared(total, part, whole, ROUND_DOWN)
}

/// Returns total * part / whole, rounded up, for part <= whole or a result below 2^53.
pub fn share_up(total: f64, part: f64, whole: f64) -> f64 {
    shared(total, part, whole, ROUND_UP)
}

#[inline]
fn shared(total: f64, part: f64, whole: f64, rounding: u32) -> f64 {
    let product = total * part;
    if product <= EXACT_MAX {
        return rounded(product, whole, rounding);
    }
    let exact = (total as u64 as u128).wrapping_mul(part as u64 as u128);
    long_quotient(exact, whole as u64 as u128, product / whole, rounding)
}

/// Returns what a + b lost by rounding to their sum (Knuth 1969), so that sums past 2^53 on the way lose nothing.
pub fn lost_by_sum(a: f64, b: f64, sum: f64) -> f64 {
    let part = sum - a;
    (a - (sum - part)) + (b - part)
}

/// Returns a * b, exact, for integers below 2^53.
pub fn product(a: f64, b: f64) -> u128 {
    (a as u64 as u128).wrapping_mul(b as u64 as u128)
}

/// Divides two integers below 2^53 and rounds.
#[inline]
fn rounded(numerator: f64, denominator: f64, rounding: u32) -> f64 {
    let (numerator, denominator) = (numerator as i64 as u64, denominator as i64 as u64);
    let quotient = numerator / denominator;
    let remainder = numerator - quotient * denominator;
    // Both are below 2^53, so the sum is the next integer at most.
    (quotient + u64::from(rounds_up(quotient, remainder as u128, denominator as u128, rounding))) as i64 as f64
}

/// Returns whether a quotient with a remainder rounds up to the next integer.
#[inline]
fn rounds_up(quotient: u64, remainder: u128, denominator: u128, rounding: u32) -> bool {
    if rounding == ROUND_HALF_EVEN {
        // Half of all amounts round up, in no order, so a jump would be guessed wrongly half of the time.
        let rest = denominator - remainder;
        (remainder > rest) | ((remainder == rest) & (quotient & 1 == 1))
    } else {
        rounding == ROUND_UP && remainder > 0
    }
}

/// Returns price * lots * numerator; the caller has checked that it is about 2^96 at most.
#[inline]
fn long_product(price: f64, lots: f64, numerator: f64) -> u128 {
    (price as u64 as u128).wrapping_mul(lots as u64 as u128).wrapping_mul(numerator as u64 as u128)
}

/// Divides integers of 127 bits and rounds. The estimate in doubles is off by a few units at most, and the exact
/// remainder corrects it. This is far cheaper than a division of 128 bits.
fn long_quotient(product: u128, denominator: u128, estimate: f64, rounding: u32) -> f64 {
    if estimate >= ESTIMATE_LIMIT {
        return f64::INFINITY;
    }
    let mut quotient = estimate as i64;
    // Wrapping, because a quotient that is a few units too large makes the difference negative, and nothing more.
    let mut remainder = product.wrapping_sub((quotient as u128).wrapping_mul(denominator)) as i128;
    while remainder < 0 {
        quotient -= 1;
        remainder += denominator as i128;
    }
    while remainder >= denominator as i128 {
        quotient += 1;
        remainder -= denominator as i128;
    }
    let up = rounds_up(quotient as u64, remainder as u128, denominator, rounding);
    let result = quotient + i64::from(up);
    if result > EXACT_MAX as i64 {
        f64::INFINITY
    } else {
        result as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SplitMix64: random enough for tests, and the same on every machine.
    struct Random(u64);

    impl Random {
        fn next(&mut self) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut value = self.0;
            value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            value ^ (value >> 31)
        }

        /// Returns an integer with up to `most` bits; each length is equally likely.
        fn bits(&mut self, most: u32) -> u64 {
            let bits = self.next() % u64::from(most) + 1;
            self.next() >> (64 - bits)
        }
    }

    /// Returns the result by its definition, with the slow division.
    fn divided(product: u128, denominator: u128, rounding: u32) -> f64 {
        let (quotient, remainder) = (product / denominator, product % denominator);
        let up = match rounding {
            ROUND_UP => remainder > 0,
            ROUND_DOWN => false,
            _ => 2 * remainder > denominator || (2 * remainder == denominator && quotient % 2 == 1),
        };
        let result = quotient + u128::from(up);
        if result > EXACT_MAX as u128 {
            f64::INFINITY
        } else {
            result as f64
        }
    }

    fn scale(random: &mut Random) -> (Scale, u128, u128) {
        let numerator = random.bits(29).max(1);
        let (first, second) = (random.bits(27).max(1), random.bits(26).max(1));
        let scale = Scale { numerator: numerator as f64, denominator: (first * second) as f64 };
        (scale, u128::from(numerator), u128::from(first * second))
    }

    #[test]
    fn an_amount_is_the_exact_product_rounded_once() {
        let mut random = Random(1);
        for _ in 0..300_000 {
            let (price, lots) = (random.bits(53), random.bits(53));
            let (scale, numerator, denominator) = scale(&mut random);
            let whole = price as f64 * lots as f64 * scale.numerator;
            let wanted = if whole >= PRODUCT_LIMIT {
                f64::INFINITY
            } else {
                divided(u128::from(price) * u128::from(lots) * numerator, denominator, ROUND_HALF_EVEN)
            };
            assert_eq!(
                amount(price as f64, lots as f64, &scale),
                wanted,
                "{price} * {lots} * {numerator} / {denominator}"
            );
        }
    }

    #[test]
    fn a_rated_amount_is_the_exact_product_rounded_once() {
        let mut random = Random(2);
        for _ in 0..300_000 {
            let (price, lots, rate) = (random.bits(48), random.bits(48), random.bits(31).max(1));
            let (scale, numerator, denominator) = scale(&mut random);
            let base = price as f64 * lots as f64 * scale.numerator;
            for rounding in [ROUND_HALF_EVEN, ROUND_UP, ROUND_DOWN] {
                let wanted = if base >= PRODUCT_LIMIT {
                    f64::INFINITY
                } else {
                    let product = u128::from(price) * u128::from(lots) * numerator * u128::from(rate);
                    divided(product, denominator * 1_000_000_000, rounding)
                };
                let got = rated(price as f64, lots as f64, &scale, rate as f64, rounding);
                assert_eq!(got, wanted, "{price} * {lots} * {numerator} / {denominator} at {rate}, {rounding}");
            }
        }
    }

    #[test]
    fn a_share_is_the_exact_product_rounded_once() {
        let mut random = Random(3);
        for _ in 0..300_000 {
            let (total, whole) = (random.bits(53), random.bits(53).max(1));
            let part = random.bits(53) % (whole + 1);
            let wanted = divided(u128::from(total) * u128::from(part), u128::from(whole), ROUND_HALF_EVEN);
            assert_eq!(share(total as f64, part as f64, whole as f64), wanted, "{total} * {part} / {whole}");
        }
    }

    #[test]
    fn halves_go_to_the_even_neighbour() {
        let half = Scale { numerator: 1.0, denominator: 2.0 };
        assert_eq!(amount(1.0, 1.0, &half), 0.0);
        assert_eq!(amount(3.0, 1.0, &half), 2.0);
        assert_eq!(amount(5.0, 1.0, &half), 2.0);
        // The same past 2^53, where the product does not fit a double.
        let odd = 9_007_199_254_740_991.0;
        assert_eq!(amount(odd, 1.0, &half), 4_503_599_627_370_496.0);
        assert_eq!(share(odd, 1.0, 2.0), 4_503_599_627_370_496.0);
    }
}

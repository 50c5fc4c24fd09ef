//! Functions that are built into TypeScript, but not into Rust without its standard library.

/// 2^53. Below it, a double holds every integer; from it on, every double is an integer.
const INTEGERS_FROM: f64 = 9_007_199_254_740_992.0;

/// Returns whether a number is finite and whole, as `Number.isInteger` does.
#[inline]
pub fn is_integer(value: f64) -> bool {
    if value.abs() < INTEGERS_FROM {
        (value as i64) as f64 == value
    } else {
        value.is_finite()
    }
}

/// Returns the bits of a number, and for every NaN those that JavaScript's has.
#[inline(always)]
pub fn bits_of(value: f64) -> u64 {
    if value.is_nan() {
        return 0x7ff8_0000_0000_0000;
    }
    value.to_bits()
}

/// Returns the largest integer that is not above a non-negative number.
#[inline]
pub fn floor(value: f64) -> f64 {
    if value < INTEGERS_FROM {
        (value as i64) as f64
    } else {
        value
    }
}

/// Returns the least integer that is not below a non-negative number.
#[inline]
pub fn ceil(value: f64) -> f64 {
    let below = floor(value);
    if below < value {
        below + 1.0
    } else {
        below
    }
}

/// Returns whether a non-negative integer below 2^53 is odd.
#[inline]
pub fn is_odd(value: f64) -> bool {
    (value as i64) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_integers_whatever_their_size() {
        for value in [0.0, -0.0, 1.0, -7.0, 9_007_199_254_740_991.0, 1e300, -1e300] {
            assert!(is_integer(value), "{value}");
        }
        for value in [0.5, -0.5, 4_503_599_627_370_495.5, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(!is_integer(value), "{value}");
        }
    }

    #[test]
    fn floor_cuts_what_is_behind_the_point() {
        assert_eq!(floor(0.0), 0.0);
        assert_eq!(floor(0.999), 0.0);
        assert_eq!(floor(4_503_599_627_370_495.5), 4_503_599_627_370_495.0);
        assert_eq!(floor(1e300), 1e300);
        assert_eq!(floor(f64::INFINITY), f64::INFINITY);
    }
}

//! Invariants, checked after every event when the configuration asks for it. A breach is a fault, never a notice.

use crate::contract::*;
use crate::state::fields::Order;
use crate::state::order::is_terminal;
use crate::state::state::State;

/// Checks what must hold between any two events: conservation, the sums over instruments, and one order.
pub fn check_invariants(state: &State, order: Option<&Order>) {
    if state.exact {
        // Partial sums of integers below 2^53 may pass 2^53, where doubles are no longer exact.
        let whole = |value: f64| i128::from(value as i64);
        let (mut costs, mut short_costs, mut marks) = (0, 0, 0);
        for instrument in &state.instruments {
            let size = instrument.position_size;
            costs += whole(instrument.position_cost);
            marks += whole(instrument.mark);
            if size < 0.0 {
                short_costs -= whole(instrument.position_cost);
            }
            assert!(size != 0.0 || instrument.position_cost == 0.0, "A position of zero has a cost");
            assert!(size >= 0.0 || instrument.position_cost <= 0.0, "A short position has a positive cost");
            assert!(size <= 0.0 || instrument.position_cost >= 0.0, "A long position has a negative cost");
        }
        assert!(costs == whole(state.account.cost), "The costs of the positions do not add up");
        assert!(short_costs == whole(state.account.short_cost), "The costs of the shorts do not add up");
        assert!(marks == whole(state.account.marks), "The marks do not add up");
        let sum = whole(state.account.cash) + whole(state.account.cost) + whole(state.account.commission)
            - whole(state.account.external)
            - whole(state.account.realised);
        assert!(sum == 0, "The ledger does not sum to zero");
    }
    if let Some(order) = order {
        check_order(order, state.exact);
    }
}

fn check_order(order: &Order, exact: bool) {
    assert!(order.filled >= 0.0, "An order has filled less than nothing");
    // Doubles add up to a quantity only nearly, so there the fills say themselves when nothing is left.
    if exact {
        assert!(order.quantity == 0.0 || order.filled <= order.quantity, "An order has filled more than its quantity");
        assert!(order.state != STATE_FILLED || order.filled == order.quantity, "A filled order has lots left");
    }
    assert!(is_terminal(order.state) == (order.ended != 0), "An order that ended is not in the list of ended ones");
}

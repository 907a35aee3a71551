//! Shortening a plan that fails: what can be left out while it still fails is left out.

use super::plan::Plan;

/// How often a plan is tried at most; each time it is played from the beginning.
const TRIES: usize = 400;

/// The plan without the steps that are not needed for its failure. Larger parts are left out first, then smaller ones, until no single step
/// can be left out any more.
pub(super) async fn shorten(plan: Plan, mut fails: impl AsyncFnMut(&Plan) -> bool) -> Plan {
    let (mut steps, mut tries) = (plan.0, 0);
    let mut part = steps.len().div_ceil(2).max(1);
    loop {
        let (mut from, mut is_shorter) = (0, false);
        while from < steps.len() && tries < TRIES {
            let mut rest = steps.clone();
            rest.drain(from..(from + part).min(steps.len()));
            let rest = Plan(rest);
            tries += 1;
            if fails(&rest).await {
                steps = rest.0;
                is_shorter = true;
            } else {
                from += part;
            }
        }
        if tries >= TRIES || part == 1 && !is_shorter {
            return Plan(steps);
        }
        if !is_shorter || part > steps.len() {
            part = part.div_ceil(2).min(steps.len().max(1));
        }
    }
}

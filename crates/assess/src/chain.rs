//! The chain of partners as a graph: who supplies whom, and how many steps away each of them is.

use std::collections::VecDeque;

/// The tier (階層) of each partner: 1 for whoever supplies us, one more for whoever supplies them. `direct` says of each partner
/// whether it supplies us; `supplies` has pairs of positions, who supplies and whom. The shortest way counts, so that circles and
/// several ways to us are no difficulty. `None`: no way to us is known.
///
/// # Panics
/// Never: pairs with positions that do not exist are passed over.
pub fn tiers(direct: &[bool], supplies: &[(usize, usize)]) -> Vec<Option<u16>> {
    let mut suppliers = vec![Vec::new(); direct.len()];
    for (supplier, customer) in supplies.iter().filter(|(supplier, _)| *supplier < direct.len()) {
        if let Some(own) = suppliers.get_mut(*customer) {
            own.push(*supplier);
        }
    }
    let mut tiers: Vec<Option<u16>> = direct.iter().map(|direct| direct.then_some(1)).collect();
    let mut waiting: VecDeque<usize> = (0..direct.len()).filter(|at| direct[*at]).collect();
    while let Some(at) = waiting.pop_front() {
        let next = tiers[at].map(|tier| tier.saturating_add(1));
        for supplier in &suppliers[at] {
            if tiers[*supplier].is_none() {
                tiers[*supplier] = next;
                waiting.push_back(*supplier);
            }
        }
    }
    tiers
}

#[cfg(test)]
mod tests {
    use super::tiers;

    #[test]
    fn the_shortest_way_to_us_counts() {
        // 3 supplies 1 and 2; 2 supplies 1; 4 and 5 supply each other and nobody else.
        let known = tiers(&[true, true, false, false, false, false], &[(3, 1), (3, 2), (2, 1), (4, 5), (5, 4)]);
        assert_eq!(known, [Some(1), Some(1), Some(2), Some(2), None, None]);
    }

    #[test]
    fn circles_end() {
        assert_eq!(tiers(&[true, false, false], &[(1, 0), (2, 1), (1, 2), (0, 2)]), [Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn whatever_does_not_exist_is_passed_over() {
        assert_eq!(tiers(&[true, false], &[(1, 7), (7, 0), (1, 0)]), [Some(1), Some(2)]);
        assert!(tiers(&[], &[(0, 0)]).is_empty());
    }
}

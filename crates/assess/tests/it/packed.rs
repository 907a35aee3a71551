use jiff::civil::date;
use proptest::{collection::vec, prelude::*};
use tasuki_assess::{Answers, Portfolio, Status, Verdict, evaluate};

use crate::{TODAY, catalog};

/// One organization: per criterion a state, whether it was shown lately, and whether 対象外 was explained.
fn organizations() -> impl Strategy<Value = Vec<Vec<(usize, bool, bool)>>> {
    let one = (0..5_usize, any::<bool>(), any::<bool>());
    let mostly_met = (0..60_usize, any::<bool>(), any::<bool>())
        .prop_map(|(state, lately, told)| (state % 57 / 13, lately || state > 3, told));
    vec(prop_oneof![vec(one, 153), vec(mostly_met, 153), Just(vec![(0, true, true); 153])], 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Packed and plain evaluation agree on every requirement, every count and every verdict.
    #[test]
    fn packed_is_plain(organizations in organizations(), level in 3..5_u8, copies in 1..3_usize) {
        let scs = catalog("scs-2026-03");
        let mut portfolio = Portfolio::new(scs);
        let mut plain = Vec::new();
        // Repeated, so that more than one word and block is filled.
        for states in organizations.iter().cycle().take(organizations.len() * copies * 60) {
            let mut answers = Answers::new(scs);
            for (position, (state, lately, told)) in states.iter().enumerate() {
                let answer = answers.at_mut(position);
                answer.status = Status::ALL[*state];
                answer.confirmed = Some(if *lately { TODAY } else { date(2024, 1, 1) });
                if *told { "because".clone_into(&mut answer.note); }
            }
            portfolio.push(&answers, &evaluate(scs, Some(4), &answers, TODAY));
            plain.push(evaluate(scs, Some(level), &answers, TODAY));
        }
        let packed = portfolio.evaluate(Some(level));
        prop_assert_eq!(packed.organizations(), plain.len());
        for (organization, evaluation) in plain.iter().enumerate() {
            prop_assert_eq!(packed.counts(organization), evaluation.counts);
            prop_assert_eq!(packed.is_all_met(organization), evaluation.verdict() == Verdict::AllMet);
            prop_assert_eq!(packed.requirements().len(), evaluation.requirements.len());
            for (place, verdict) in evaluation.requirements.iter().enumerate() {
                prop_assert_eq!(packed.is_satisfied(organization, place), verdict.verdict() == Verdict::AllMet);
            }
        }
    }
}

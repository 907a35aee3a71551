use jiff::civil::date;
use proptest::{collection::vec, prelude::*};
use tasuki_assess::{Answers, Portfolio, Status, Verdict, evaluate};

use crate::{TODAY, catalog};

/// One organization: for each criterion a state, whether it was shown recently, and whether 対象外 has a reason.
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

/// An organization with every criterion in one state.
fn uniform(portfolio: &mut Portfolio<'_>, status: Status) {
    portfolio.push_with(|_| status);
}

#[test]
fn each_organization_keeps_its_own_answers_over_the_edge_of_a_block() {
    let scs = catalog("scs-2026-03");
    let mut portfolio = Portfolio::new(scs);
    assert!(portfolio.is_empty());
    for organization in 0..600 {
        uniform(&mut portfolio, Status::ALL[organization % 5]);
    }
    assert_eq!((portfolio.len(), portfolio.is_empty()), (600, false));
    let verdicts = portfolio.evaluate(Some(4));
    assert_eq!((verdicts.organizations(), verdicts.all_met()), (600, 240), "met and not applicable, of five states");
    for organization in 0..600 {
        let status = Status::ALL[organization % 5];
        assert_eq!(verdicts.counts(organization).of(status), 153, "{organization} {status:?}");
        let satisfied = matches!(status, Status::Met | Status::NotApplicable);
        assert_eq!(verdicts.is_all_met(organization), satisfied, "{organization} {status:?}");
    }
}

#[test]
fn an_organization_of_which_nothing_is_asked_is_not_all_met() {
    let mut portfolio = Portfolio::new(catalog("scs-2026-03"));
    uniform(&mut portfolio, Status::Met);
    let verdicts = portfolio.evaluate(Some(1));
    assert!(!verdicts.is_all_met(0) && verdicts.all_met() == 0 && verdicts.requirements().is_empty());
}

#[test]
fn no_organizations_have_no_verdicts() {
    let portfolio = Portfolio::new(catalog("scs-2026-03"));
    assert!(portfolio.is_empty());
    assert_eq!((portfolio.len(), portfolio.evaluate(Some(4)).all_met()), (0, 0));
}

/// Each criterion has five planes with one bit per organization, in blocks of 512 organizations.
#[test]
fn an_answer_takes_five_bits() {
    let scs = catalog("scs-2026-03");
    let mut portfolio = Portfolio::new(scs);
    for (organizations, blocks) in [(1, 1), (512, 1), (513, 2)] {
        for _ in portfolio.len()..organizations {
            uniform(&mut portfolio, Status::Met);
        }
        assert_eq!(portfolio.bytes() * 8, 153 * 5 * 512 * blocks, "{organizations}");
    }
}

//! The two time budgets of evaluation: one assessment of 153 answers in 10 µs, and a million packed organizations
//! in 60 ms on one core.

#![expect(clippy::expect_used, reason = "a bench that cannot set itself up has failed")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use tasuki_assess::{Answers, Portfolio, Status, evaluate};
use tasuki_catalog::{Catalog, Library};

fn catalog() -> &'static Catalog {
    Library::builtin().catalog("scs-2026-03").expect("the default edition is built in")
}

fn one_assessment(criterion: &mut Criterion) {
    let catalog = catalog();
    let mut answers = Answers::new(catalog);
    for position in 0..catalog.criteria().len() {
        answers.at_mut(position).status = Status::ALL[position % 4];
        answers.at_mut(position).confirmed = Some(date(2026, 4, 1));
    }
    criterion.bench_function("evaluate 153 answers", |bencher| {
        bencher.iter(|| evaluate(black_box(catalog), Some(4), black_box(&answers), date(2026, 11, 21)));
    });
}

fn portfolio(criterion: &mut Criterion) {
    let mut portfolio = Portfolio::new(catalog());
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..1_000_000 {
        portfolio.push_with(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            if state % 8 < 5 { Status::Met } else { Status::ALL[(state >> 8) as usize % 5] }
        });
    }
    let mut group = criterion.benchmark_group("portfolio");
    group.sample_size(10).throughput(Throughput::Bytes(portfolio.bytes() as u64));
    group.bench_function("evaluate 1,000,000 organizations", |bencher| {
        bencher.iter(|| black_box(&portfolio).evaluate(Some(4)));
    });
    group.finish();
}

criterion_group!(benches, one_assessment, portfolio);
criterion_main!(benches);

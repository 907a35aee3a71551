//! The time budget for reading: a workbook with 153 answers in 50 ms.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tasuki_catalog::Library;
use tasuki_intake::{Wanted, read_answers};

fn samples(criterion: &mut Criterion) {
    let library = Library::builtin();
    let samples: [(&str, &[u8]); 3] = [
        ("scs-2026-03", include_bytes!("../tests/it/samples/scs-2026-03-answers.xlsx")),
        ("scs-2025-12", include_bytes!("../tests/it/samples/scs-2025-12-answers.xlsx")),
        ("jama-2.3", include_bytes!("../tests/it/samples/jama-2.3-answers.xlsx")),
    ];
    let wanted = Wanted::on(jiff::civil::date(2026, 11, 29));
    for (name, bytes) in samples {
        criterion.bench_function(&format!("read {name}"), |bencher| {
            bencher.iter(|| read_answers(library, "answers.xlsx", black_box(bytes), &wanted));
        });
    }
}

criterion_group!(benches, samples);
criterion_main!(benches);

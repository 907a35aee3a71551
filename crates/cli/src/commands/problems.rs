//! What is wrong with a file of catalogues or schemes.

use std::process::ExitCode;

use serde::Serialize;
use tasuki_catalog::Problem;

use crate::{
    failure::INPUT,
    output::{Output, say},
};

#[derive(Serialize)]
struct ProblemWire<'a> {
    file: &'a str,
    line: Option<usize>,
    found: &'a str,
    expected: &'a str,
}

/// Tells all of them; the exit code says that there are some.
pub(super) fn tell(problems: &[Problem], output: &mut Output) -> ExitCode {
    if output.is_json() {
        let problems: Vec<_> = problems
            .iter()
            .map(|problem| ProblemWire {
                file: &problem.file,
                line: problem.line,
                found: &problem.found,
                expected: &problem.expected,
            })
            .collect();
        output.json(&serde_json::json!({ "problems": problems }));
    } else {
        for problem in problems {
            output.line(problem.to_string());
        }
        output.remark(say!(output.lang, "問題 {} 件", "{} problems", problems.len()));
    }
    ExitCode::from(INPUT)
}

//! Fills a database with many assessments: copies of one, written directly into the database while the server is
//! stopped.

use std::fmt::Write;

use crate::server::Setup;

/// The tables that hold an assessment, and the column with its identifier in each.
const TABLES: [(&str, &str); 2] = [("assessments", "id"), ("answers", "assessment")];

/// Copies an assessment with its answers until this number is reached.
pub(crate) fn copies(setup: &Setup, assessment: &str, wanted: usize) -> Result<(), String> {
    let mut work = String::from("BEGIN;\n");
    let columns = |table| match &setup.database {
        None => sqlite_columns(setup, table),
        Some(url) => postgres_columns(url, table),
    };
    for (table, id) in TABLES {
        let columns = columns(table)?;
        let (into, from) =
            (columns.join(", "), columns.into_iter().map(|own| if own == id { "'{}'".to_owned() } else { own }));
        let from = from.collect::<Vec<_>>().join(", ");
        for number in 1..wanted {
            let from = from.replace("{}", &sibling(assessment, number));
            // By the whole key, otherwise each copy would scan all existing rows.
            let _ = writeln!(
                work,
                "INSERT INTO {table} ({into}) SELECT {from} FROM {table}
                 WHERE organization = (SELECT organization FROM members LIMIT 1) AND {id} = '{assessment}';"
            );
        }
    }
    work.push_str("COMMIT;");
    match &setup.database {
        None => sqlite(setup)?.execute_batch(&work).map_err(|error| format!("copies: {error}")),
        Some(url) => {
            connect(url)?.batch_execute(&format!("{work} ANALYZE;")).map_err(|error| format!("copies: {error}"))
        }
    }
}

/// Another identifier of the same form: its last eight characters are a counter, in digits that are valid in every
/// alphabet.
fn sibling(assessment: &str, number: usize) -> String {
    let kept = assessment.len().saturating_sub(8);
    format!("{}{number:08x}", &assessment[..kept])
}

fn sqlite(setup: &Setup) -> Result<rusqlite::Connection, String> {
    rusqlite::Connection::open(setup.data.join("tasuki.db")).map_err(|error| format!("tasuki.db: {error}"))
}

fn sqlite_columns(setup: &Setup, table: &str) -> Result<Vec<String>, String> {
    let database = sqlite(setup)?;
    let columns = || -> rusqlite::Result<Vec<String>> {
        let mut query = database.prepare("SELECT name FROM pragma_table_info(?1)")?;
        query.query_map([table], |row| row.get(0))?.collect()
    };
    columns().map_err(|error| format!("{table}: {error}"))
}

fn connect(url: &str) -> Result<postgres::Client, String> {
    postgres::Client::connect(url, postgres::NoTls).map_err(|error| format!("{url}: {error}"))
}

fn postgres_columns(url: &str, table: &str) -> Result<Vec<String>, String> {
    let query =
        "SELECT column_name::text FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public'";
    let rows = connect(url)?.query(query, &[&table]).map_err(|error| format!("{table}: {error}"))?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

#[cfg(test)]
mod tests {
    use super::sibling;

    #[test]
    fn siblings_differ_and_have_the_same_form() {
        let first = "01kaj7m2x9t4v8w0y3z5abcdef";
        assert_eq!(sibling(first, 10_000), "01kaj7m2x9t4v8w0y300002710");
    }
}

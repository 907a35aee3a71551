//! A table as the copier sees it: a name and columns.

use super::Table;
use super::digest::Seen;
use crate::engine::Driver;
use crate::row::Cells;
use crate::schema::MIGRATIONS;
use crate::search::{self, Found};
use crate::value::Owned;
use crate::{Engine, StoreError, Tx, Value};

/// The search index. Each engine stores its own pairs of letters beside the texts, so its own module writes it.
const SEARCH: &str = "search";
/// The number of rows written with one statement.
const ROWS: usize = 100;
/// The maximum number of bytes that are collected before they are written.
const BYTES: usize = 1 << 20;

/// The names of all tables, in the order in which the migrations create them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let lines = MIGRATIONS.iter().flat_map(|migration| migration.text.lines());
    lines.filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split([' ', '(']).next())
}

/// A table whose rows are read or written.
pub(super) struct Shape {
    name: String,
    columns: Vec<String>,
}

impl Shape {
    /// The table as it exists in a database.
    pub(super) fn of(driver: &mut dyn Driver, name: &str) -> Result<Self, StoreError> {
        if name == SEARCH {
            let columns = ["organization", "kind", "subject", "title", "text"].map(str::to_owned).to_vec();
            return Ok(Self { name: name.to_owned(), columns });
        }
        let sql = match driver.engine() {
            Engine::Sqlite => "SELECT name FROM pragma_table_info(?1) ORDER BY cid",
            Engine::Postgres => {
                "SELECT CAST(column_name AS TEXT) FROM information_schema.columns
                 WHERE table_schema = current_schema() AND CAST(table_name AS TEXT) = ?1 ORDER BY ordinal_position"
            }
        };
        let columns: Vec<String> = Tx::new(driver).query(sql, &[Value::Text(name)], |row| row.get(0))?;
        if columns.is_empty() {
            return Err(StoreError::Stored { what: "table", text: name.to_owned() });
        }
        Ok(Self { name: name.to_owned(), columns })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_empty(&self, driver: &mut dyn Driver) -> Result<bool, StoreError> {
        let mut empty = true;
        driver.query(&format!("SELECT 1 FROM \"{}\" LIMIT 1", self.name), &[], &mut |_| {
            empty = false;
            Ok(())
        })?;
        Ok(empty)
    }

    /// Its contents.
    pub(super) fn summary(&self, driver: &mut dyn Driver) -> Result<Table, StoreError> {
        let mut seen = Seen::nothing();
        driver.query(&self.select(driver.engine()), &[], &mut |cells| {
            let row = self.row(cells)?;
            seen.row(row.iter().map(Owned::value));
            Ok(())
        })?;
        Ok(seen.table(&self.name))
    }

    /// Sends all rows to another database; returns what was sent.
    pub(super) fn send(&self, source: &mut dyn Driver, target: &mut dyn Driver) -> Result<Table, StoreError> {
        let (mut seen, mut waiting, mut bytes) = (Seen::nothing(), Vec::new(), 0);
        source.query(&self.select(source.engine()), &[], &mut |cells| {
            let row = self.row(cells)?;
            seen.row(row.iter().map(Owned::value));
            bytes += row.iter().map(Owned::size).sum::<usize>();
            waiting.push(row);
            if waiting.len() == ROWS || bytes > BYTES {
                self.insert(target, &waiting)?;
                (waiting, bytes) = (Vec::new(), 0);
            }
            Ok(())
        })?;
        self.insert(target, &waiting)?;
        Ok(seen.table(&self.name))
    }

    fn select(&self, engine: Engine) -> String {
        // Search finds the last row of the index first, so its order must be kept; the order of other rows does not
        // matter.
        let order = match engine {
            _ if self.name != SEARCH => "",
            Engine::Sqlite => "ORDER BY rowid",
            Engine::Postgres => "ORDER BY place",
        };
        format!("SELECT {} FROM \"{}\" {order}", self.list(), self.name)
    }

    fn list(&self) -> String {
        self.columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
    }

    fn row(&self, cells: &dyn Cells) -> Result<Vec<Owned>, StoreError> {
        (0..self.columns.len()).map(|column| cells.cell(column).map(Owned::from)).collect()
    }

    fn insert(&self, target: &mut dyn Driver, rows: &[Vec<Owned>]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        if self.name == SEARCH {
            return rows.iter().try_for_each(|row| index(target, row));
        }
        let row = |place: usize| {
            let first = place * self.columns.len() + 1;
            let places: Vec<_> = (first..first + self.columns.len()).map(|place| format!("?{place}")).collect();
            format!("({})", places.join(", "))
        };
        let places: Vec<_> = (0..rows.len()).map(row).collect();
        let sql = format!("INSERT INTO \"{}\" ({}) VALUES {}", self.name, self.list(), places.join(", "));
        let values: Vec<_> = rows.iter().flatten().map(Owned::value).collect();
        target.execute(&sql, &values).map(drop)
    }
}

fn index(target: &mut dyn Driver, row: &[Owned]) -> Result<(), StoreError> {
    let [Owned::Text(organization), Owned::Text(kind), Owned::Text(subject), Owned::Text(title), Owned::Text(text)] =
        row
    else {
        return Err(StoreError::Stored { what: "entry of the index", text: format!("{row:?}") });
    };
    let found = Found { kind: kind.clone(), subject: subject.clone(), title: title.clone(), text: text.clone() };
    search::insert(&mut Tx::new(target), organization, &found)
}

//! Copies from either engine to either: complete and verified.

use tasuki_store::copy::{self, CopyError};
use tasuki_store::{Address, OrganizationId, StoreError, Subject, TaskId, audit, search};
use tempfile::TempDir;

use crate::base::{Base, NOW, note};

stories![
    every_table_of_the_schema_is_copied,
    many_rows_arrive_as_they_were,
    what_is_found_is_found_in_the_copy,
    a_target_with_anything_in_it_is_left_alone,
    a_broken_chain_is_copied_and_told,
    an_older_database_is_left_alone,
    a_copy_goes_there_and_back,
];

/// Puts a row into every table. All texts are the same, so that all references between rows are valid.
fn fill(base: &Base) {
    let schema = base.schema();
    for name in copy::tables() {
        let (_, columns) = schema.iter().find(|(own, _)| own == name).expect("a table of the schema");
        if name == "search" {
            let somebody = OrganizationId::new(NOW, [0; 10]);
            base.write(move |tx| search::put(tx, somebody, &Subject::Tasks, "監査", "監査")).unwrap();
            continue;
        }
        let names: Vec<_> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let values: Vec<_> = columns.iter().map(|(_, kind)| value(kind)).collect();
        base.behind_its_back(&format!("INSERT INTO {name} ({}) VALUES ({})", names.join(", "), values.join(", ")));
    }
}

fn value(kind: &str) -> String {
    let bytes = "00ff".repeat(16);
    match kind.to_uppercase().as_str() {
        "TEXT" => "'x 襷'".to_owned(),
        "BIGINT" => "9007199254740993".to_owned(),
        "BLOB" => format!("x'{bytes}'"),
        "BYTEA" => format!("'\\x{bytes}'"),
        other => panic!("a column of kind {other}"),
    }
}

/// Empty databases of both engines.
pub(crate) fn targets() -> Vec<Base> {
    [Some(Base::sqlite()), Base::postgres()].into_iter().flatten().collect()
}

fn every_table_of_the_schema_is_copied(base: &Base) {
    fill(base);
    for target in targets() {
        let copied = copy::run(&base.address, &target.address, NOW).unwrap();
        let of_both = [base, &target].map(|base| {
            let tables = base.schema().into_iter().map(|(name, _)| name);
            tables.filter(|name| name != "migrations").collect::<Vec<_>>()
        });
        assert_eq!(of_both[0], of_both[1]);
        let mut names: Vec<_> = copied.tables.iter().map(|table| table.name.clone()).collect();
        names.sort();
        assert_eq!(names, of_both[0], "every table is one that is copied");
        assert!(copied.tables.iter().all(|table| table.rows == 1), "{:?}", copied.tables);
    }
}

fn many_rows_arrive_as_they_were(base: &Base) {
    for name in 0..25 {
        let organization = base.organization(&format!("組織 {name}"));
        base.write(move |tx| (0..20).try_for_each(|entry| note(tx, organization.as_str(), &format!("{entry}"))))
            .unwrap();
    }
    for target in targets() {
        let copied = copy::run(&base.address, &target.address, NOW).unwrap();
        let rows = |name: &str| copied.tables.iter().find(|table| table.name == name).map(|table| table.rows);
        assert_eq!((rows("organizations"), rows("audit"), rows("tasks")), (Some(25), Some(525), Some(0)));
        assert_eq!((copied.audit.chains, copied.audit.entries, copied.audit.broken), (25, 525, None));
        for chain in target.read(audit::chains).unwrap() {
            let page = |base: &Base, chain: String| base.read(move |tx| audit::page(tx, &chain, 0, 100)).unwrap();
            assert_eq!(page(base, chain.clone()), page(&target, chain));
        }
    }
}

fn what_is_found_is_found_in_the_copy(base: &Base) {
    let organization = base.organization("工業");
    base.write(move |tx| {
        for number in 0..3 {
            search::put(tx, organization, &Subject::Task(TaskId::new(number, [0; 10])), "内部監査", "台帳を見直す")?;
        }
        note(tx, organization.as_str(), "task")
    })
    .unwrap();
    let find = |base: &Base| base.read(move |tx| search::find(tx, organization, "監査", 10)).unwrap();
    assert_eq!(find(base).len(), 3);
    for target in targets() {
        copy::run(&base.address, &target.address, NOW).unwrap();
        assert_eq!(find(base), find(&target), "in the same order");
    }
}

fn a_target_with_anything_in_it_is_left_alone(base: &Base) {
    base.organization("here");
    for target in targets() {
        target.organization("there");
        let refused = copy::run(&base.address, &target.address, NOW).unwrap_err();
        assert!(matches!(&refused, CopyError::NotEmpty { table } if table == "organizations"), "{refused}");
        let names = target.read(|tx| tx.query("SELECT name FROM organizations", &[], |row| row.get::<String>(0)));
        assert_eq!(names.unwrap(), ["there"]);
    }
}

fn a_broken_chain_is_copied_and_told(base: &Base) {
    let organization = base.organization("工業");
    base.write(move |tx| note(tx, organization.as_str(), "more")).unwrap();
    base.behind_its_back("UPDATE audit SET actor = 'nobody' WHERE seq = 2");
    for target in targets() {
        let broken = copy::run(&base.address, &target.address, NOW).unwrap().audit.broken.expect("a broken link");
        assert_eq!((broken.organization.as_str(), broken.seq), (organization.as_str(), 2));
    }
}

fn an_older_database_is_left_alone(base: &Base) {
    base.behind_its_back("DELETE FROM migrations WHERE name = '0009_parcels'");
    let target = Base::sqlite();
    let refused = copy::run(&base.address, &target.address, NOW).unwrap_err();
    assert!(matches!(&refused, CopyError::Store(StoreError::Migration { name, .. }) if name == "0009_parcels"));
}

fn a_copy_goes_there_and_back(base: &Base) {
    let organization = base.organization("往復");
    base.write(move |tx| note(tx, organization.as_str(), "\u{1f3bd} 襷")).unwrap();
    let there = Base::postgres().unwrap_or_else(Base::sqlite);
    let folder = TempDir::new().unwrap();
    let sent = copy::run(&base.address, &there.address, NOW).unwrap();
    let back = copy::run(&there.address, &Address::Folder(folder.path().join("new")), NOW).unwrap();
    assert_eq!(sent, back);
}

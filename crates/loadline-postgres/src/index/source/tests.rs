//! Files cut into statements, values put into logged ones.

use std::fs;

use super::files::from_files;
use super::parameters::filled;
use super::pieces::pieces;

fn cut(text: &str) -> Vec<(String, f64)> {
    pieces(text).into_iter().map(|piece| (piece.text, piece.calls)).collect()
}

#[test]
fn a_file_is_cut_at_its_semicolons_and_nowhere_else() {
    let text =
        "\\set x 1\n-- calls: 1_200\nSELECT ';' AS \";\" /* ; */ -- ;\n, $t$;$t$;\n\n;SELECT 2\n";
    let expected = [
        ("SELECT ';' AS \";\" /* ; */ -- ;\n, $t$;$t$".to_owned(), 1200.0),
        ("SELECT 2".to_owned(), 1.0),
    ];
    assert_eq!(cut(text), expected);
    assert_eq!(cut("-- calls: never\nSELECT 'open; "), [("SELECT 'open;".to_owned(), 1.0)]);
    assert_eq!(cut("-- nothing\n"), []);
}

#[test]
fn values_of_a_log_stand_where_their_parameters_stood() {
    let sql = "SELECT '$1', a FROM t WHERE a = $1 AND b = $2::int AND c = $11";
    let parameters = "$1 = 'it''s; \\', $2 = NULL, $11 = '5'";
    let expected = "SELECT '$1', a FROM t WHERE a = E'it''s; \\\\' AND b = NULL::int AND c = '5'";
    assert_eq!(filled(sql, parameters), expected);
    assert_eq!(filled(sql, "$1 = 'cut off …"), sql);
    assert_eq!(filled("SELECT 1", ""), "SELECT 1");
}

#[test]
fn a_folder_gives_its_sql_files_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("b.sql"), "SELECT 2").unwrap();
    fs::write(folder.path().join("a.SQL"), "SELECT 1; SELECT 11").unwrap();
    fs::write(folder.path().join("notes.txt"), "SELECT 3").unwrap();
    let gathered = from_files(folder.path()).unwrap();
    let texts: Vec<&str> =
        gathered.workload.statements.iter().map(|statement| &statement.text[..]).collect();
    assert_eq!(texts, ["SELECT 1", "SELECT 11", "SELECT 2"]);
    let empty = tempfile::tempdir().unwrap();
    assert!(from_files(empty.path()).is_err());
    assert!(from_files(&empty.path().join("missing.sql")).is_err());
}

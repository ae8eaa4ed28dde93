//! Cells survive what is written into them.

use super::sheet::Sheet;

fn row(texts: &[&str]) -> String {
    let mut sheet = Sheet::default();
    texts.iter().for_each(|text| sheet.text(text));
    sheet.end();
    sheet.into_text()
}

#[test]
fn cells_with_commas_quotes_and_line_ends_are_quoted() {
    assert_eq!(row(&["a", "b,c", "d\"e", "f\ng"]), "a,\"b,c\",\"d\"\"e\",\"f\ng\"\n");
}

#[test]
fn an_empty_first_cell_keeps_its_place() {
    assert_eq!(row(&["", "a", ""]), ",a,\n");
}

#[test]
fn a_text_that_a_spreadsheet_would_execute_is_text() {
    assert_eq!(row(&["=1+1", "@SUM(A1)", "-x"]), "'=1+1,'@SUM(A1),'-x\n");
}

#[test]
fn a_figure_that_is_none_is_an_empty_cell() {
    let mut sheet = Sheet::default();
    sheet.whole(3);
    sheet.number(None);
    sheet.number(Some(f64::NAN));
    sheet.number(Some(0.25));
    sheet.end();
    assert_eq!(sheet.into_text(), "3,,,0.25\n");
}

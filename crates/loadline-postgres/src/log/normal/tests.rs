//! Tests of the shared form.

use super::Normalizer;

fn check(sql: &str) -> String {
    let mut normalizer = Normalizer::new();
    let (_, form) = normalizer.normalize(sql.as_bytes());
    String::from_utf8_lossy(form).into_owned()
}

fn agree(statements: &[&str]) {
    let mut normalizer = Normalizer::new();
    let (first, _) = normalizer.normalize(statements[0].as_bytes());
    for statement in statements {
        let (fingerprint, form) = normalizer.normalize(statement.as_bytes());
        let form = String::from_utf8_lossy(form).into_owned();
        assert_eq!(fingerprint, first, "{statement} became {form}, not as {}", statements[0]);
    }
}

#[test]
fn literals_and_parameters_agree() {
    agree(&[
        "SELECT * FROM t WHERE a = 1 AND b = 'x'",
        "select *\n\tfrom t where a=$1 and b=$2;",
        "SELECT * FROM t WHERE a = 1.5e-3 AND b = E'it\\'s'",
        "SELECT * FROM t WHERE a = -1 AND b = $tag$ it's $tag$ -- because",
        "SELECT /* who /* asks */ */ * FROM t WHERE a = .5 AND b = U&'x''y'",
    ]);
}

#[test]
fn lists_of_different_length_agree() {
    agree(&[
        "select 1 from t where a in (1)",
        "select 1 from t where a in (1, 2, -3)",
        "select 1 from t where a in ($1,$2,$3,$4)",
    ]);
    agree(&["select any(array['a'])", "select any(array['a', 'b'])"]);
}

#[test]
fn arguments_of_functions_do_not_collapse() {
    assert_eq!(check("select f(1, 2)"), "select f(?, ?)");
    assert_eq!(check("select f(1)"), "select f(?)");
}

#[test]
fn rows_of_values_agree_whatever_their_number() {
    agree(&[
        "insert into t (a, b) values (1, 'x') returning id",
        "insert into t (a, b) values (1, 'x'), (2, f(3)), ($1, $2) returning id",
    ]);
}

#[test]
fn a_sign_before_a_number_is_part_of_it_and_one_between_operands_is_not() {
    agree(&["update t set a = a + 5", "update t set a = a + -5"]);
    assert_eq!(check("select a - 5"), "select a - ?");
    assert_eq!(check("select -5, (-5), a-1"), "select ?, (?), a - ?");
}

#[test]
fn names_in_quotes_keep_their_letters_and_words_lose_them() {
    assert_eq!(check("SELECT \"A\"\"b\".X FROM S.T"), "select \"A\"\"b\".x from s.t");
}

#[test]
fn casts_operators_and_brackets_are_set_the_same_way() {
    assert_eq!(check("select a::int,b->>'k' , c [1]"), "select a::int, b ->> ?, c[?]");
    assert_eq!(check("SELECT count( * ) FROM t"), "select count(*) from t");
}

#[test]
fn what_is_cut_off_ends_there() {
    assert_eq!(check("select 'abc"), "select ?");
    assert_eq!(check("select $x$ abc"), "select ?");
    assert_eq!(check("select \"abc"), "select \"abc");
    assert_eq!(check("select /* abc"), "select");
    assert_eq!(check("insert into t values (1), (2"), "insert into t values (?)");
}

#[test]
fn ten_megabytes_have_a_short_form() {
    let rows = "(1, 'some text', null),".repeat(450_000);
    let form = check(&format!("insert into t values {rows}(1, '', null)"));
    assert_eq!(form, "insert into t values (?, ?, null)");
}

#[test]
fn any_bytes_have_a_form() {
    let mut normalizer = Normalizer::new();
    let mut state = 1_u32;
    for _ in 0..2_000 {
        let mut bytes = Vec::new();
        for _ in 0..60 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let letters = b"'\"$-/*e\\x ?(),[]19.+\xff\x00\nivalues";
            bytes.push(letters[(state >> 24) as usize % letters.len()]);
        }
        let (first, _) = normalizer.normalize(&bytes);
        let (again, _) = normalizer.normalize(&bytes);
        assert_eq!(first, again);
    }
}

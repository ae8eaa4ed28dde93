//! Bodies as they are written, and files that are not there.

use std::collections::BTreeMap;

use super::*;
use crate::message::Piece;

fn surroundings(folder: &tempfile::TempDir) -> Surroundings {
    Surroundings { folder: folder.path().to_owned(), ..Surroundings::default() }
}

fn in_folder(files: &[(&str, &str)], steps: &str) -> Result<Plan, FlowError> {
    let folder = tempfile::tempdir().unwrap();
    files
        .iter()
        .for_each(|(name, content)| std::fs::write(folder.path().join(name), content).unwrap());
    plan_in(&file(steps, ""), TARGET, &surroundings(&folder))
}

fn body(sent: &str) -> &str {
    sent.split_once("\r\n\r\n").unwrap().1
}

#[test]
fn a_form_without_values_is_constant_and_coded() {
    let plan = steps(r#"{ post: /, form: { "a&b": "ü =", c: "" } }"#);
    let step = plan.steps().next().unwrap();
    assert!(matches!(step.wire, Wire::Constant(_)));
    let sent = sent(&plan, step, None);
    assert_eq!(body(&sent), "a%26b=%C3%BC+%3D&c=");
    assert_eq!(header(&sent, "content-type"), ["application/x-www-form-urlencoded"]);
}

#[test]
fn a_form_with_a_file_goes_out_in_pieces_of_the_announced_length() {
    let form = r#"{ post: /, multipart: { a: "1", f: { file: x.txt }, b: "2" } }"#;
    let plan = in_folder(&[("x.txt", "content")], form).unwrap();
    let step = plan.steps().next().unwrap();
    let StepRest::Pieces(pieces) = &step.rest else { panic!("{:?}", step.rest) };
    let sent = sent(&plan, step, None);
    let rest: u64 = pieces.iter().map(Piece::length).sum();
    let announced: u64 = header(&sent, "content-length")[0].parse().unwrap();
    assert_eq!(announced, body(&sent).len() as u64 + rest);
    assert!(matches!(&pieces[..], [Piece::File { length: 7, .. }, Piece::Bytes(_)]), "{pieces:?}");
    assert!(
        body(&sent)
            .ends_with("filename=\"x.txt\"\r\ncontent-type: application/octet-stream\r\n\r\n")
    );
}

#[test]
fn what_does_not_change_is_compressed_once() {
    let plan = steps(
        r#"{ post: /, body: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", compress: gzip }"#,
    );
    let step = plan.steps().next().unwrap();
    let Wire::Constant(bytes) = &step.wire else { panic!("it does not change") };
    let text = String::from_utf8_lossy(bytes);
    assert!(text.contains("\r\ncontent-encoding: gzip\r\n") && !text.contains("aaaa"), "{text}");
}

#[test]
fn a_file_that_is_not_there_is_told_with_its_place() {
    for (files, steps) in [
        (&[][..], "{ post: /, file: none.txt }"),
        (&[][..], "{ post: /, multipart: { f: { file: none.txt } } }"),
    ] {
        let error = in_folder(files, steps).unwrap_err();
        assert!(error.to_string().contains("none.txt: "), "{error}");
        assert_eq!(error.place().unwrap().line, 6);
        assert!(error.hint().unwrap().contains("folder of the file"));
    }
}

#[test]
fn what_cannot_be_compressed_is_told() {
    let error =
        in_folder(&[("x", "y")], "{ post: /, multipart: { f: { file: x } }, compress: br }");
    let message = "compress the body of `/`: a form with files is read while it is sent";
    assert_eq!(error.unwrap_err().to_string(), message);
    let error = in_folder(&[], "{ post: /, body_size: 65MiB, compress: br }").unwrap_err();
    assert!(error.to_string().contains("larger than 64 MiB"), "{error}");
}

#[test]
fn variables_are_known_ahead_and_missing_ones_are_named() {
    let environment = BTreeMap::from([
        ("HOST".to_owned(), "pay.test".to_owned()),
        ("Q".to_owned(), "a\"b".to_owned()),
    ]);
    let surroundings = Surroundings { environment, ..Surroundings::default() };
    let steps = r#"{ post: "http://{{env HOST}}:81/x?q={{env Q}}", json: { q: "{{env Q}}" } }"#;
    let plan = plan_in(&file(steps, ""), TARGET, &surroundings).unwrap();
    let step = plan.steps().next().unwrap();
    assert!(matches!(step.wire, Wire::Constant(_)));
    assert_eq!(step.endpoint.to_string(), "http://pay.test:81");
    let sent = sent(&plan, step, None);
    assert!(
        sent.starts_with("POST /x?q=a%22b HTTP/1.1\r\n") && sent.ends_with(r#"{"q":"a\"b"}"#),
        "{sent}"
    );
    let error =
        plan_in(&file(r#"{ get: "/{{secret NONE}}" }"#, ""), TARGET, &surroundings).unwrap_err();
    let message = "the environment variable `NONE` is not set, and `{{secret NONE}}` needs it";
    assert_eq!(error.to_string(), message);
}

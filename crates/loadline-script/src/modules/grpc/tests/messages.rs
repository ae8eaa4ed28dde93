//! Messages between JSON and bytes, in the forms and with the errors that scripts of k6 know.

use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};

use crate::modules::grpc::descriptors::{listed, of_files};
use crate::modules::grpc::read::message_of;
use crate::modules::grpc::write::{Unset, json_of};

fn pool() -> DescriptorPool {
    DescriptorPool::decode(loadline_testkit::GrpcServer::descriptor_set().as_slice()).unwrap()
}

fn everything() -> MessageDescriptor {
    pool().get_message_by_name("playground.Everything").unwrap()
}

/// The JSON of the message that `json` describes, by way of its bytes.
fn round(json: &str) -> String {
    let message = match message_of(&everything(), json) {
        Ok(message) => message,
        Err(wrong) => return wrong,
    };
    let bytes = message.encode_to_vec();
    json_of(&DynamicMessage::decode(everything(), bytes.as_slice()).unwrap(), Unset::Shown)
}

/// Fields without a value are there, and fields of `json` are among them.
fn check(json: &str, wanted: &[(&str, serde_json::Value)]) {
    let written: serde_json::Value = serde_json::from_str(&round(json)).unwrap();
    for (name, value) in wanted {
        assert_eq!(written.get(name).unwrap_or(&"absent".into()), value, "{name} of {written}");
    }
}

#[test]
fn fields_without_a_value_are_there_unless_they_are_optional_or_one_of_several() {
    let written = round("{}");
    let wanted = r#"{"text":"","flag":false,"small":0,"large":"0","unsigned":"0","ratio":0.0,"raw":"","colour":"COLOUR_UNKNOWN","numbers":[],"counts":{},"point":null,"when":null,"maybe":null}"#;
    assert_eq!(written, wanted);
}

#[test]
fn messages_of_streams_hold_what_has_a_value() {
    let message = message_of(&everything(), r#"{"small":1,"large":"0","numbers":[]}"#).unwrap();
    assert_eq!(json_of(&message, Unset::LeftOut), r#"{"small":1}"#);
}

#[test]
fn every_kind_of_field_comes_back_in_its_form() {
    use serde_json::json;
    check(
        r#"{"text":"hé","large":"9007199254740993","raw":"aGk","colour":"COLOUR_RED","numbers":[1,2],"counts":{"a":1},"point":{"latitude":1},"word":"w","when":"2020-01-02T03:04:05.5Z","maybe":"x","maybeSmall":0}"#,
        &[
            ("text", json!("hé")),
            ("large", json!("9007199254740993")),
            ("raw", json!("aGk=")),
            ("colour", json!("COLOUR_RED")),
            ("numbers", json!([1, 2])),
            ("counts", json!({"a": 1})),
            ("point", json!({"latitude": 1, "longitude": 0})),
            ("word", json!("w")),
            ("when", json!("2020-01-02T03:04:05.500Z")),
            ("maybe", json!("x")),
            ("maybeSmall", json!(0)),
        ],
    );
    check(
        r#"{"colour":2,"maybe_small":3,"number":0,"ratio":"NaN","large":7,"small":1e2,"point":null}"#,
        &[
            ("colour", json!("COLOUR_BLUE")),
            ("maybeSmall", json!(3)),
            ("number", json!(0)),
            ("ratio", json!("NaN")),
            ("large", json!("7")),
            ("small", json!(100)),
            ("point", json!(null)),
        ],
    );
    check(r#"{"colour":77}"#, &[("colour", json!(77))]);
}

#[test]
fn what_does_not_fit_is_named_with_its_place() {
    let wrong = [
        (r#"{"foo":1}"#, "proto: (line 1:2): unknown field \"foo\""),
        (r#"{"small":"abc"}"#, "proto: (line 1:10): invalid value for int32 field small: \"abc\""),
        (r#"{"small":{}}"#, "proto: (line 1:10): invalid value for int32 field small: {"),
        (r#"{"small":1.5}"#, "proto: (line 1:10): invalid value for int32 field small: 1.5"),
        (
            r#"{"small":5000000000}"#,
            "proto: (line 1:10): invalid value for int32 field small: 5000000000",
        ),
        (r#"{"colour":"X"}"#, "proto: (line 1:11): invalid value for enum field colour: \"X\""),
        (r#"{"raw":"!!"}"#, "proto: (line 1:8): invalid value for bytes field raw: \"!!\""),
        (r#"{"text":1}"#, "proto: (line 1:9): invalid value for string field text: 1"),
        (
            r#"{"word":"a","number":1}"#,
            "proto: (line 1:13): error parsing \"number\", oneof playground.Everything.choice is already set",
        ),
        (r#"{"text":"a","text":"b"}"#, "proto: (line 1:13): duplicate field \"text\""),
        (r#""abc""#, "proto: syntax error (line 1:1): unexpected token \"abc\""),
        ("5", "proto: syntax error (line 1:1): unexpected token 5"),
        ("[]", "proto: syntax error (line 1:1): unexpected token ["),
        (r#"{"numbers":1}"#, "proto: syntax error (line 1:12): unexpected token 1"),
        (
            r#"{"when":"soon"}"#,
            "proto: (line 1:9): invalid google.protobuf.Timestamp value \"soon\"",
        ),
    ];
    for (json, message) in wrong {
        assert_eq!(round(json), message, "{json}");
    }
}

#[test]
fn a_text_that_is_no_json_is_an_error_wherever_it_is_cut() {
    let whole = r#"{"text":"h\"é","numbers":[1,-2.0],"counts":{"a":1},"point":{"latitude":1},"when":"2020-01-02T03:04:05Z"}"#;
    for cut in (0..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
        assert!(message_of(&everything(), &whole[..cut]).is_err(), "{}", &whole[..cut]);
    }
    assert!(message_of(&everything(), whole).is_ok());
}

#[test]
fn messages_nest_only_so_deep() {
    let value = pool().get_message_by_name("playground.Rectangle").unwrap();
    let deep = format!("{}{}", r#"{"lo":"#.repeat(1_000), "}".repeat(1_000));
    assert!(message_of(&value, &deep).is_err());
}

#[test]
fn files_are_read_with_what_they_import_and_methods_are_listed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../loadline-testkit/proto");
    let read = of_files(&[folder], &["playground.proto".to_owned()]).unwrap();
    let methods = listed(&read);
    assert_eq!(methods.len(), 8);
    assert_eq!(methods[3].full_method, "/playground.Guide/RouteChat");
    assert!(methods[3].is_client_stream && methods[3].is_server_stream);
}

#[test]
fn a_file_that_is_missing_or_wrong_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let folders = [folder.path().to_path_buf()];
    let missing = of_files(&folders, &["no.proto".to_owned()]).unwrap_err();
    let path = folder.path().join("no.proto");
    assert_eq!(missing, format!("stat {}: no such file or directory", path.display()));
    std::fs::write(folder.path().join("bad.proto"), "syntax = \"proto3\";\nmessage {").unwrap();
    let wrong = of_files(&folders, &["bad.proto".to_owned()]).unwrap_err();
    assert!(wrong.contains("bad.proto") && wrong.contains("2:9"), "{wrong}");
}

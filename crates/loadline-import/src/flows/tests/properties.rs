//! Whatever a source holds, what is written can be read back, and says the same.

use loadline_core::file::{Action, Body, parse};
use proptest::prelude::*;

use super::{Kind, Options, converted};
use crate::flows::convert;
use serde_json::{Value, json};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((any_text(), inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// Texts that YAML, templates and JSON could take for something else.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z0-9:#{}\\[\\],&*!|>%@`'\" \\-?~.\n\t\\\\]{0,12}",
        prop::sample::select(vec![
            "",
            "~",
            "null",
            "true",
            "1",
            "1e5",
            "0x1f",
            "- a",
            "a: b",
            "a #b",
            "{{",
            "{{{",
            "}}",
            "{{x}}",
            "{{secret X}}",
            " a",
            "a ",
            "\u{85}",
            "\u{feff}",
            "\u{2028}",
            "no",
            "<<",
            "=",
            "?",
            "\u{0}",
        ])
        .prop_map(str::to_owned),
    ]
}

/// A recording of one request.
fn har(method: &str, url: &str, headers: &Value, post: &Value) -> String {
    let request = json!({ "method": method, "url": url, "headers": headers, "postData": post });
    let entry = json!({ "startedDateTime": "2026-11-21T05:09:08Z", "time": 1, "request": request,
                        "response": { "status": 200 } });
    json!({ "log": { "version": "1.2", "entries": [entry] } }).to_string()
}

proptest! {
    #[test]
    fn a_json_body_comes_back_as_it_was(body in any_json()) {
        let post = json!({ "mimeType": "application/json", "text": body.to_string() });
        let source = har("POST", "http://a.test/", &json!([]), &post);
        let (written, file) = converted(Kind::Har, &source);
        let Action::Request(step) = &file.flows["recorded"].tasks[0].actions[0] else { panic!() };
        // Secrets are taken out, and texts with braces are filled in: those are other tests.
        let Body::Json(template) = &step.body else { panic!("{}", written.text) };
        if let Some(text) = template.as_text() {
            let read: Value = serde_json::from_str(text).unwrap();
            prop_assert_eq!(read, body, "{}", written.text);
        }
    }

    #[test]
    fn any_request_of_a_recording_can_be_read_back(
        path in any_text(),
        headers in prop::collection::vec((any_text(), any_text()), 0..4),
        mime in prop_oneof![
            Just("application/x-www-form-urlencoded".to_owned()),
            Just("multipart/form-data; boundary=b".to_owned()),
            Just("application/json".to_owned()),
            any_text(),
        ],
        text in any_text(),
        fields in prop::collection::vec((any_text(), any_text(), any::<bool>()), 0..4),
    ) {
        let header = |(name, value): &(String, String)| json!({ "name": name, "value": value });
        let headers: Value = headers.iter().map(header).collect();
        let field = |(name, value, file): &(String, String, bool)| match file {
            true => json!({ "name": name, "fileName": value }),
            false => json!({ "name": name, "value": value }),
        };
        let fields: Value = fields.iter().map(field).collect();
        let post = json!({ "mimeType": mime, "text": text, "params": fields });
        converted(Kind::Har, &har("PUT", &format!("http://a.test/{path}"), &headers, &post));
        let post = json!({ "mimeType": mime, "params": fields });
        converted(Kind::Har, &har("PUT", &format!("http://a.test/?{path}"), &headers, &post));
    }

    #[test]
    fn any_command_line_is_read_back_or_refused(words in prop::collection::vec(any_text(), 0..6)) {
        let line = format!("curl http://a.test/ {}", words.join(" -d "));
        let quoted: Vec<String> =
            words.iter().map(|word| format!("--data-raw '{}'", word.replace('\'', "'\\''"))).collect();
        for source in [line, format!("curl http://a.test/ {}", quoted.join(" "))] {
            if let Ok(written) = convert(Kind::Curl, source.as_bytes(), &Options::default()) {
                prop_assert!(parse(&written.text).is_ok(), "{}\nfrom\n{}", written.text, source);
            }
        }
    }

    #[test]
    fn any_schema_becomes_a_file_or_is_refused(schema in any_json(), example in any_json()) {
        let content = json!({ "schema": schema, "example": example });
        let operation = json!({
            "parameters": [{ "name": "p", "in": "query", "required": true, "schema": schema }],
            "requestBody": { "content": { "application/json": content } }
        });
        let source = json!({ "openapi": "3.0.0", "paths": { "/a/{b}": { "post": operation } } });
        converted(Kind::OpenApi, &source.to_string());
    }

    #[test]
    fn no_secret_reaches_the_file(secret in "[a-zA-Z0-9]{12,20}") {
        let headers = json!([
            { "name": "Authorization", "value": format!("Bearer {secret}") },
            { "name": "Cookie", "value": format!("session={secret}") },
        ]);
        let body = json!({ "password": format!("p-{secret}"), "note": format!("with {secret} in it") });
        let post = json!({ "mimeType": "application/json", "text": body.to_string() });
        let url = format!("http://a.test/{secret}?api_key=k{secret}");
        let (written, _) = converted(Kind::Har, &har("POST", &url, &headers, &post));
        prop_assert!(!written.text.contains(&secret), "{}", written.text);
        let line = format!("curl http://a.test/?token={secret} -u me:{secret} -b s={secret} -H 'x-api-key: {secret}'");
        let (written, _) = converted(Kind::Curl, &line);
        prop_assert!(!written.text.contains(&secret), "{}", written.text);
        // Also where it stands within something else, which stays fit for its place.
        let line = format!("curl http://a.test/ -H 'x-key: a' -H 'x-token: {secret}' 'http://a.test/?q=a%20{secret}%26b'");
        let (written, _) = converted(Kind::Curl, &line);
        prop_assert!(!written.text.contains(&secret), "{}", written.text);
        let url = format!("http://a.test/x%20{secret}%2Fy?q=a%20{secret}%26b");
        let (written, _) = converted(Kind::Har, &har("GET", &url, &headers, &json!(null)));
        prop_assert!(!written.text.contains(&secret), "{}", written.text);
    }
}

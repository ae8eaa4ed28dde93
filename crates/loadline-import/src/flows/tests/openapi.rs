//! Descriptions of APIs.

use expect_test::expect;

use super::{Kind, LIBRARY, Options, QUEUE, converted, flows};
use crate::flows::convert;

#[test]
fn operations_become_tasks_with_values_from_their_schemas() {
    let (written, file) = converted(Kind::OpenApi, LIBRARY);
    assert_eq!(file.target.unwrap().value, "https://api.library.test/v1");
    expect![[r##"
        # Each operation is a task; what only reads is drawn three times as often.
        api:
          think: 1s..3s
          tasks:
            # Whether it is up
            - weight: 3
              do:
                - { get: /health, check: { status: 200 } }
            # List books
            - weight: 3
              do:
                - get: "/books?page=1&shelf={{one of fiction science}}"
                  name: /books
                  auth: { bearer: "{{secret API_TOKEN}}" }
                  check: { status: 200 }
            # addBook
            - do:
                - post: "/books?shelf={{one of fiction science}}"
                  name: /books
                  auth: { bearer: "{{secret API_TOKEN}}" }
                  json:
                    in_stock: true
                    title: "A: title #1"
                    kind: "{{one of novel essay}}"
                    pages: "{{random 1 900}}"
                    price: 0.5
                    tags: ["{{random text 4}}"]
                    contact: "user{{counter}}@example.test"
                    parent: null
                    added: "{{now rfc3339}}"
                  check: { status: 201 }
            - do:
                - put: "/books/{{random 10 20}}/cover.png"
                  name: "/books/{id}/{format}"
                  auth: { bearer: "{{secret API_TOKEN}}" }
                  multipart: { picture: { file: loadline-upload.bin }, caption: "{{random text 8}}" }
                  check: { status: 204 }
            - weight: 3
              do:
                - get: "/books/{{uuid}}"
                  name: "/books/{id}"
                  auth: { bearer: "{{secret API_TOKEN}}" }
                  check: { status: 200 }
            - do:
                - post: /notes
                  headers: { content-type: text/plain }
                  auth: { bearer: "{{secret API_TOKEN}}" }
                  body: "a {{one of {{}}note}}"
                  check: { status: 200 }
        # What deletes. No test runs it: give it one when the data may go.
        destructive:
          auth: { bearer: "{{secret API_TOKEN}}" }
          tasks:
            - do:
                - { delete: "/books/{{uuid}}", name: "/books/{id}", check: { status: 204 } }
    "##]].assert_eq(&flows(&written));
    expect![[r#"
        files to upload: a small one stands for each, put a real one there: loadline-upload.bin
        references that lead nowhere, in a circle or to other documents: POST /elsewhere"#]]
    .assert_eq(&written.notes.join("\n"));
}

#[test]
fn no_test_runs_what_deletes() {
    let (_, file) = converted(Kind::OpenApi, LIBRARY);
    assert!(file.flows.contains_key("destructive"));
    let of_tests = file.tests.iter().flat_map(|test| &test.loads);
    assert!(of_tests.clone().count() > 1);
    assert!(of_tests.into_iter().all(|load| load.flow.as_deref() == Some("api")));
}

#[test]
fn swagger_2_is_read_too() {
    let (written, file) = converted(Kind::OpenApi, QUEUE);
    assert_eq!(file.target.unwrap().value, "http://queue.test/api");
    assert_eq!(written.secrets, ["API_KEY"]);
    expect![[r##"
        # Each operation is a task; what only reads is drawn three times as often.
        api:
          headers: { x-api-key: "{{secret API_KEY}}" }
          think: 1s..3s
          tasks:
            - do:
                - post: /jobs
                  json: { name: "{{random text 8}}", priority: "{{random 1 100}}" }
                  check: { status: 202 }
            - weight: 3
              do:
                - { get: "/jobs/search?q={{random text 8}}", name: /jobs/search, check: { status: 200 } }
            - do:
                - post: /login
                  form: { user: "{{random text 8}}", age: "{{random 18 118}}" }
                  check: { status: 200 }
            - do:
                - post: /files
                  multipart: { file: { file: loadline-upload.bin }, note: none }
                  check: { status: 200 }
    "##]].assert_eq(&flows(&written));
}

#[test]
fn a_target_of_one_s_own_keeps_the_base_path() {
    let options = |target: &str| Options { target: Some(target.to_owned()), ..Options::default() };
    let target = |own: &str| {
        let text = convert(Kind::OpenApi, QUEUE.as_bytes(), &options(own)).unwrap().text;
        text.lines().find_map(|line| line.strip_prefix("target: ").map(str::to_owned)).unwrap()
    };
    assert_eq!(target("http://127.0.0.1:9000"), "http://127.0.0.1:9000/api");
    assert_eq!(target("http://127.0.0.1:9000/v2"), "http://127.0.0.1:9000/v2");
}

#[test]
fn a_description_of_hundreds_of_operations_is_cut_and_says_so() {
    let path = |number: usize| format!(r#""/p{number}":{{"get":{{"responses":{{}}}}}}"#);
    let paths: Vec<String> = (0..250).map(path).collect();
    let source = format!(r#"{{"openapi":"3.0.3","paths":{{{}}}}}"#, paths.join(","));
    let (written, file) = converted(Kind::OpenApi, &source);
    assert_eq!(file.flows["api"].tasks.len(), 200);
    assert!(written.notes.iter().any(|note| note.contains("beyond the first 200 (50 times)")));
}

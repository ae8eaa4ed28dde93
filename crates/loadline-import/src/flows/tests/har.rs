//! Recordings.

use expect_test::expect;

use super::{Kind, SHOP, converted, flows};

#[test]
fn a_browser_s_recording_becomes_a_login_and_a_journey() {
    let (written, file) = converted(Kind::Har, SHOP);
    assert_eq!(file.target.unwrap().value, "http://127.0.0.1:18473");
    let flow = &file.flows["recorded"];
    // The redirect's hop is folded; the page's files are fetched side by side.
    assert_eq!(flow.start.len(), 4, "{}", written.text);
    expect![[r##"
        # The recording in its order, with its pauses: later steps may need earlier ones.
        # Each user keeps its own cookies.
        recorded:
          start:
            - { get: /old, check: { status: 200 } }
            - parallel:
                - { get: /style.css, headers: { accept: "text/css,*/*;q=0.1" }, check: { status: 200 } }
                - { get: /app.js, check: { status: 200 } }
                - { get: /logo.png, check: { status: 200 } }
            - { wait: 1.5s }
            - post: /auth/login
              json: { email: user7@example.test, password: "{{secret PASSWORD}}" }
              save: { access_token: $.access_token }
              check: { status: 200 }
          headers: { accept-language: "en-US,en;q=0.9" }
          think: 1s..3s
          tasks:
            - do:
                # /items/search
                - get: /items/search?q=lamp+12
                  name: /items/search
                  headers: { authorization: "Bearer {{access_token}}" }
                  check: { status: 200 }
                - get: /items/4711
                  name: "/items/{id}"
                  headers: { authorization: "Bearer {{access_token}}" }
                  check: { status: 200 }
                - post: /orders
                  headers: { authorization: "Bearer {{access_token}}" }
                  json:
                    items:
                      - { item_id: 17, quantity: 2 }
                  save: { id: $.id }
                  check: { status: 201 }
                - get: "/orders/{{id}}?expand=items"
                  name: "/orders/{id}"
                  headers: { authorization: "Bearer {{access_token}}" }
                  check: { status: 200 }
                - post: /contact
                  headers:
                    content-type: multipart/form-data; boundary=----WebKitFormBoundaryciSCX70FcjQgvOMf
                  body_size: 290B
                  check: { status: 200 }
                - { post: /contact, form: { subject: x y, text: "ü&=" }, check: { status: 200 } }
                - post: /uploads
                  headers:
                    authorization: "Bearer {{access_token}}"
                    content-type: application/octet-stream
                  body_size: 7B
                  check: { status: 201 }
                - { wait: 900ms }
                # /about
                - { get: /about, check: { status: 200 } }
                - parallel:
                    - get: /style.css
                      headers: { accept: "text/css,*/*;q=0.1" }
                      check: { status: 200 }
    "##]].assert_eq(&flows(&written));
}

#[test]
fn what_was_left_out_is_said() {
    let (written, _) = converted(Kind::Har, SHOP);
    expect![[r#"
        redirects, which flows follow by themselves: /
        bodies that were not recorded, sent as zero bytes (2 times): POST /contact, POST /uploads"#]].assert_eq(&written.notes.join("\n"));
}

#[test]
fn pages_that_need_nothing_of_each_other_become_tasks() {
    let entry = |page: &str, at: &str, url: &str, mime: &str, status: u16| {
        format!(
            r#"{{"pageref":"{page}","startedDateTime":"2026-11-21T05:09:{at}Z","time":100,
                "request":{{"method":"GET","url":"{url}","headers":[]}},
                "response":{{"status":{status},"content":{{"mimeType":"{mime}"}}}}}}"#
        )
    };
    let entries = [
        entry("p1", "00", "https://a.test/", "text/html", 200),
        entry("p1", "00.2", "https://a.test/x.css", "text/css", 304),
        entry("p1", "00.3", "https://cdn.test/y.js", "text/javascript", 200),
        entry("p2", "03", "https://a.test/books/12?x=1", "text/html", 200),
        entry("p3", "09", "https://a.test/", "text/html", 200),
    ];
    let source = format!(
        r#"{{"log":{{"version":"1.2","pages":[{{"id":"p1","title":"Home"}},{{"id":"p2","title":"Book"}}],
            "entries":[{}]}}}}"#,
        entries.join(",")
    );
    let (written, file) = converted(Kind::Har, &source);
    assert_eq!(file.flows["recorded"].tasks[0].weight, 2);
    expect![[r##"
        # Pages that need nothing of each other: each is a task, drawn as often as it was seen.
        # Each user keeps its own cookies.
        recorded:
          think: 2.5s..6s
          tasks:
            # Home
            - weight: 2
              do:
                - { get: /, check: { status: 200 } }
                - parallel:
                    - { get: /x.css, check: { status: 200 } }
            # Book
            - do:
                - { get: /books/12?x=1, name: "/books/{id}", check: { status: 200 } }
    "##]]
    .assert_eq(&flows(&written));
    assert_eq!(written.notes, ["requests of other hosts: https://cdn.test"]);
}

#[test]
fn a_binary_body_lies_beside_the_file() {
    let source = r#"{"log":{"entries":[{"request":{"method":"POST","url":"http://a.test/up","headers":[],
        "postData":{"mimeType":"image/png","encoding":"base64","text":"AAH/"}},
        "response":{"status":201}}]}}"#;
    let (written, _) = converted(Kind::Har, source);
    assert_eq!(written.files[0].content, [0, 1, 255]);
    assert!(written.text.contains("file: loadline-body-1.bin"), "{}", written.text);
}

#[test]
fn redirects_in_a_circle_end() {
    let hop = |from: &str, to: &str| {
        format!(
            r#"{{"request":{{"method":"GET","url":"http://a.test/{from}"}},
                "response":{{"status":302,"redirectURL":"/{to}"}}}}"#
        )
    };
    let entries = [hop("a", "b"), hop("b", "a"), hop("a", "b"), hop("b", "a")].join(",");
    let (written, file) = converted(Kind::Har, &format!(r#"{{"log":{{"entries":[{entries}]}}}}"#));
    assert_eq!(file.flows["recorded"].tasks[0].actions.len(), 1, "{}", written.text);
}

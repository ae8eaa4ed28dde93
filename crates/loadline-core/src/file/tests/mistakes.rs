//! Broken files: every diagnostic as a person sees it, drawn under its line.

use expect_test::{Expect, expect};

use super::*;
use crate::yaml::Diagnostic;

/// Draws each diagnostic under the line it points at.
pub(super) fn refuse(text: &str, expected: &Expect) {
    let errors = parse(text).expect_err(text);
    let drawings: Vec<_> = errors.iter().map(|error| drawn(text, error)).collect();
    expected.assert_eq(&drawings.concat());
}

fn drawn(text: &str, error: &Diagnostic) -> String {
    let Diagnostic { message, hint, offset, length, line, column } = error;
    let source = text.lines().nth(line - 1).unwrap_or_default();
    let marks = "^".repeat(text[*offset..offset + length].chars().count().max(1));
    let source = format!("  {source}");
    let mut drawing = format!("{line}:{column} {message}\n{}\n", source.trim_end());
    drawing += &format!("  {}{marks}\n", " ".repeat(column - 1));
    drawing += &hint.as_ref().map_or(String::new(), |hint| format!("hint: {hint}\n"));
    drawing
}

pub(super) fn refuse_test(keys: &str, expected: &Expect) {
    refuse(&format!("tests: {{ t: {{ {keys} }} }}"), expected);
}

pub(super) fn refuse_step(step: &str, expected: &Expect) {
    refuse(&format!("flows: {{ f: {{ tasks: [ {{ do: [\n{{ {step} }}\n] }} ] }} }}"), expected);
}

#[test]
fn what_is_no_mapping_or_not_yaml() {
    refuse(
        "",
        &expect![[r#"
            1:1 the file is empty
  
              ^
        "#]],
    );
    refuse(
        "# nothing yet\n",
        &expect![[r#"
        1:1 the file is empty
          # nothing yet
          ^
    "#]],
    );
    refuse(
        "- a\n- b\n",
        &expect![[r#"
        1:1 the file must be a mapping, not a list
          - a
          ^^^
        hint: write `key: value` pairs
    "#]],
    );
    refuse(
        "service:\n\tname: x\n",
        &expect![[r#"
        2:2 a tab stands where spaces are wanted
          	name: x
           ^
        hint: indent with spaces
    "#]],
    );
    refuse(
        "service: \"shop\ntarget: http://x\n",
        &expect![[r#"
        1:10 a quoted text does not end
          service: "shop
                   ^
        hint: close the quote on the line it begins
    "#]],
    );
    refuse(
        "service: a\nservice: b\n",
        &expect![[r#"
        2:1 the key `service` stands here twice
          service: b
          ^^^^^^^
        hint: keep one of the two
    "#]],
    );
}

#[test]
fn unknown_keys_at_each_level() {
    refuse(
        "servce: x\nports: 1\n",
        &expect![[r#"
            1:1 the file has no key `servce`
              servce: x
              ^^^^^^
            hint: did you mean `service`? accepted: `service`, `target`, `standards`, `classes`, `objectives`, `feeds`, `setup`, `teardown`, `flows`, `tests`
            2:1 the file has no key `ports`
              ports: 1
              ^^^^^
            hint: accepted: `service`, `target`, `standards`, `classes`, `objectives`, `feeds`, `setup`, `teardown`, `flows`, `tests`
        "#]],
    );
    refuse(
        "flows: { f: { taks: [ { do: [ { get: / } ] } ] } }\n",
        &expect![[r#"
            1:13 the flow `f` has no tasks
              flows: { f: { taks: [ { do: [ { get: / } ] } ] } }
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            hint: such as `tasks: [ { do: [ { get: / } ] } ]`
            1:15 the flow `f` has no key `taks`
              flows: { f: { taks: [ { do: [ { get: / } ] } ] } }
                            ^^^^
            hint: did you mean `tasks`? accepted: `start`, `headers`, `auth`, `redirects`, `cookies`, `think`, `tasks`, `stop`
        "#]],
    );
    refuse(
        "flows: { f: { tasks: [ { wait: 1, do: [ { get: /, chek: 1 } ] } ] } }\n",
        &expect![[r#"
            1:26 a task has no key `wait`
              flows: { f: { tasks: [ { wait: 1, do: [ { get: /, chek: 1 } ] } ] } }
                                       ^^^^
            hint: accepted: `weight`, `do`
            1:51 a step has no key `chek`
              flows: { f: { tasks: [ { wait: 1, do: [ { get: /, chek: 1 } ] } ] } }
                                                                ^^^^
            hint: did you mean `check`? accepted: `wait`, `repeat`, `if`, `parallel`, `websocket`, `events`, `get`, `post`, `put`, `patch`, `delete`, `head`, `options`, `name`, `headers`, `auth`, `json`, `body`, `body_size`, `form`, `multipart`, `file`, `compress`, `redirects`, `timeout`, `save`, `check`
        "#]],
    );
    refuse_test(
        "user: 5, users: 5, for: 1m",
        &expect![[r#"
            1:15 the test `t` has no key `user`
              tests: { t: { user: 5, users: 5, for: 1m } }
                            ^^^^
            hint: did you mean `users`? accepted: `loads`, `flow`, `users`, `rate`, `for`, `iterations`, `iterations_each`, `burst`, `arrivals`, `max_users`, `think`, `warm_up`, `abort`, `connections`, `graceful_stop`
        "#]],
    );
}

#[test]
fn values_of_the_wrong_kind() {
    refuse(
        "service: [a]\nclasses: 5\nobjectives: http p95 < 1s\n",
        &expect![[r#"
        1:10 `service` must be a text, not a list
          service: [a]
                   ^^^
        2:10 `classes` must be a mapping, not `5`
          classes: 5
                   ^
        hint: write `key: value` pairs
        3:13 `objectives` must be a list, not `http p95 < 1s`
          objectives: http p95 < 1s
                      ^^^^^^^^^^^^^
        hint: write `- item` lines, or `[ item, item ]`
    "#]],
    );
    refuse(
        "target: localhost:8080\nclasses: { a: FETCH /x, b: x, c: '/i{d}', d: /a?b }\n",
        &expect![[r#"
            1:9 `localhost:8080` is not an http or https URL
              target: localhost:8080
                      ^^^^^^^^^^^^^^
            hint: such as `http://127.0.0.1:8080`
            2:15 `FETCH` is not a method
              classes: { a: FETCH /x, b: x, c: '/i{d}', d: /a?b }
                            ^^^^^^^^
            hint: accepted: `GET /items/{id}`, or `/items/{id}` for any method
            2:28 the path of `x` does not begin with `/`
              classes: { a: FETCH /x, b: x, c: '/i{d}', d: /a?b }
                                         ^
            hint: accepted: `GET /items/{id}`, or `/items/{id}` for any method
            2:34 `i{d}` in `/i{d}` mixes text and braces
              classes: { a: FETCH /x, b: x, c: '/i{d}', d: /a?b }
                                               ^^^^^^^
            hint: accepted: `GET /items/{id}`, or `/items/{id}` for any method
            2:46 `/a?b` is more than a path
              classes: { a: FETCH /x, b: x, c: '/i{d}', d: /a?b }
                                                           ^^^^
            hint: accepted: `GET /items/{id}`, or `/items/{id}` for any method
        "#]],
    );
    refuse(
        "objectives:\n  - http p95 < fast\n  - 'htp p95 < 200ms'\n  - >\n    http p95\n",
        &expect![[r#"
            2:16 `fast` is not a quantity
                - http p95 < fast
                             ^^^^
            hint: accepted: `200ms`, `0.1%`, `1000/s`, `12GB`, `1GB/min`, `100`
            5:5 the sentence ends where a comparison is expected
                  http p95
                  ^^^^^^^^
            hint: accepted: `<`, `<=`, `>`, `>=`, `==`, `!=`
        "#]],
    );
}

#[test]
fn flows_that_cannot_run() {
    refuse(
        "flows: { f: { think: long, tasks: [] }, g: { tasks: [ { weight: 0, do: [] } ] } }",
        &expect![[r#"
            1:13 the flow `f` has no tasks
              flows: { f: { think: long, tasks: [] }, g: { tasks: [ { weight: 0, do: [] } ] } }
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^
            hint: such as `tasks: [ { do: [ { get: / } ] } ]`
            1:22 `long` is not a think time
              flows: { f: { think: long, tasks: [] }, g: { tasks: [ { weight: 0, do: [] } ] } }
                                   ^^^^
            hint: accepted: `0s`, `1s`, `1s..3s`, `pacing 5s`
            1:55 a task does nothing
              flows: { f: { think: long, tasks: [] }, g: { tasks: [ { weight: 0, do: [] } ] } }
                                                                    ^^^^^^^^^^^^^^^^^^^^^
            hint: such as `do: [ { get: / } ]`
            1:65 `weight` must be a whole number from 1 to 1000000, not `0`
              flows: { f: { think: long, tasks: [] }, g: { tasks: [ { weight: 0, do: [] } ] } }
                                                                              ^
        "#]],
    );
}

#[test]
fn steps_that_do_not_send_one_request() {
    refuse_step(
        "name: x",
        &expect![[r#"
            2:1 a step sends no request
              { name: x }
              ^^^^^^^^^^^
            hint: a request has one of `get`, `post`, `put`, `patch`, `delete`, `head`, `options`, such as `get: /items`; other steps are `wait`, `repeat`, `if`, `parallel`, `websocket`, `events`
        "#]],
    );
    refuse_step(
        "get: /a, post: /b",
        &expect![[r#"
        2:12 a step sends one request, not `post` as well
          { get: /a, post: /b }
                     ^^^^
        hint: begin another step with `- `
    "#]],
    );
    refuse_step(
        "get: items",
        &expect![[r#"
        2:8 `items` begins neither with `/` nor with `http://` or `https://`
          { get: items }
                 ^^^^^
        hint: such as `/items/{{random 1 1000}}`
    "#]],
    );
    refuse_step(
        "get: /a b",
        &expect![[r#"
        2:8 a path cannot hold ' '
          { get: /a b }
                 ^^^^
        hint: write it as `%20`
    "#]],
    );
}

#[test]
fn steps_that_send_or_expect_what_cannot_be() {
    refuse_step(
        "post: /, json: { a: \"{{random 1}}\" }, body: x",
        &expect![[r#"
            2:24 `random` takes two whole numbers, the lowest and the highest, or `text` and a length up to 10000
              { post: /, json: { a: "{{random 1}}" }, body: x }
                                     ^^^^^^^^^^^^
            hint: accepted: `{{user}}`, `{{iteration}}`, `{{counter}}`, `{{random 1 1000}}`, `{{random text 12}}`, `{{one of red green}}`, `{{uuid}}`, `{{now}}`, `{{now seconds}}`, `{{now rfc3339}}`, `{{env NAME}}`, `{{secret NAME}}`, a column of a feed such as `{{people.email}}`, and the name of a value that an earlier `save` keeps, such as `{{token}}`
            2:41 a step sends one body, not `body` as well
              { post: /, json: { a: "{{random 1}}" }, body: x }
                                                      ^^^^
            hint: keep one of `json`, `body`, `body_size`, `form`, `multipart`, `file`
        "#]],
    );
    refuse_step(
        "post: /, body_size: big",
        &expect![[r#"
        2:23 `big` is not an amount of data
          { post: /, body_size: big }
                                ^^^
        hint: accepted: `1000B`, `16MB`, `12GB`, `512MiB`
    "#]],
    );
    refuse_step(
        "get: /, headers: { \"a b\": x, x-b: \"a\\nb\", Content-Length: 5 }",
        &expect![[r#"
        2:22 "a b" cannot be the name of a header
          { get: /, headers: { "a b": x, x-b: "a\nb", Content-Length: 5 } }
                               ^^^^^
        hint: such as `x-request-id`: letters, digits and `-`
        2:37 the header `x-b` holds a line break or another control character
          { get: /, headers: { "a b": x, x-b: "a\nb", Content-Length: 5 } }
                                              ^^^^^^
        hint: write it on one line
        2:45 `Content-Length` is set by itself
          { get: /, headers: { "a b": x, x-b: "a\nb", Content-Length: 5 } }
                                                      ^^^^^^^^^^^^^^
        hint: leave it out
    "#]],
    );
    refuse_step(
        "get: /, check: { status: 99, body: x }, save: { user: $.a }",
        &expect![[r#"
            2:28 `status` must be a whole number from 100 to 599, not `99`
              { get: /, check: { status: 99, body: x }, save: { user: $.a } }
                                         ^^
            2:51 `user` cannot be the name of a saved value
              { get: /, check: { status: 99, body: x }, save: { user: $.a } }
                                                                ^^^^
            hint: letters, digits and `_`, but not a word that means something else in `{{…}}`, such as `user`, `iteration`, `random`
        "#]],
    );
}

#[test]
fn values_that_nothing_saves() {
    refuse_step(
        "get: \"/a/{{tokn}}\", save: { token: $.t }",
        &expect![[r#"
        2:8 no earlier step saves `tokn`
          { get: "/a/{{tokn}}", save: { token: $.t } }
                 ^^^^^^^^^^^^^
        hint: known here: `user`, `iteration`; an earlier step keeps it with `save: { tokn: $.… }`
    "#]],
    );
    let start = "flows:\n  f:\n    start:\n      - get: /{{token}}\n      - post: /login\n        save: { token: \
                 $.t }\n    tasks: [ { do: [ { get: \"/{{token}}\" } ] } ]\n";
    refuse(
        start,
        &expect![[r#"
        4:14 no earlier step saves `token`
                - get: /{{token}}
                       ^^^^^^^^^^
        hint: known here: `user`, `iteration`; an earlier step keeps it with `save: { token: $.… }`
    "#]],
    );
}

#[test]
fn a_deep_file_and_one_that_multiplies_itself() {
    refuse(
        &format!("service: {}", "[".repeat(65)),
        &expect![[r#"
        1:73 the file is nested deeper than 64 levels
          service: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
                                                                                  ^
    "#]],
    );
    let mut bomb = "a: &a [1,1,1,1,1,1,1,1,1]\n".to_owned();
    for (level, last) in ('b'..'j').zip('a'..) {
        bomb += &format!("{level}: &{level} [{}]\n", format!("*{last},").repeat(9));
    }
    refuse(
        &bomb,
        &expect![[r#"
        6:11 the file holds more than 200000 values or 4 MiB, aliases counted each time
          f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,]
                    ^^
    "#]],
    );
}

//! The starting file of somebody who has a URL and nothing else.

use super::draft::{Options, Written};

const TARGET: &str = "http://127.0.0.1:8080";

/// A commented `loadline.yaml` that loads the root of a service, with a login to be made one's own.
pub fn starting_file(options: &Options) -> Written {
    let target = options.target.as_deref().unwrap_or(TARGET);
    let text = TEXT.replace("TARGET", &super::write::quoted(target));
    Written {
        text,
        summary: "a page to load and a login to be made your own".to_owned(),
        ..Written::default()
    }
}

const TEXT: &str = r#"# A service: what it promises, what its users do, which tests to run.
# `loadline help tests` and `loadline help values` say what else can stand here.

service: my service
target: TARGET

# Kinds of endpoint. The first pattern that matches wins.
classes:
  health: GET /health
  simple: "GET /items/{id}"

# What is promised.
objectives:
  - http errors < 1%
  - http p95 < 500ms

flows:
  # What the tests run: the front page again and again.
  visitor:
    think: 1s..3s
    tasks:
      - do:
          - get: /
            check: { status: 200 }

  # An example of users who log in, to be made your own and named in a test.
  # The password comes from the environment: LOGIN_PASSWORD=… loadline run loadline.yaml --test members
  member:
    start:
      - post: /auth/login
        json: { email: "user{{user}}@example.test", password: "{{secret LOGIN_PASSWORD}}" }
        save: { token: $.access_token }
        check: { status: 200 }
    headers: { authorization: "Bearer {{token}}" }
    think: 1s..3s
    tasks:
      - weight: 3
        do: [ { get: "/items/{{random 1 1000}}", name: "/items/{id}" } ]
      - do: [ { get: /users/me } ]

# The first is what `loadline run` takes; `--test load` takes another.
tests:
  smoke: { flow: visitor, users: 1, for: 30s }
  load: { flow: visitor, users: [30s to 20, 2m at 20, 10s to 0] }
  members: { flow: member, users: 5, for: 1m }
"#;

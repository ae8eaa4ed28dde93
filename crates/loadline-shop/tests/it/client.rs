//! A shop for one test and the smallest HTTP/1.1 client that can talk to it: one connection per
//! request, `Connection: close`, the answer read to its end.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use expect_test::Expect;
use loadline_shop::{Shop, ShopError, ShopOptions, start};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

/// A test that hangs ends here; no test waits for it to pass.
const ANSWER_MAX: Duration = Duration::from_secs(20);

/// A shop with the runtime that carries it. Stopped when dropped.
pub(crate) struct TestShop {
    runtime: Runtime,
    shop: Option<Shop>,
    pub(crate) address: SocketAddr,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl TestShop {
    pub(crate) fn start() -> Self {
        Self::with(ShopOptions::default()).unwrap()
    }

    pub(crate) fn with(options: ShopOptions) -> Result<Self, ShopError> {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let shop = runtime.block_on(start(options))?;
        let address = shop.address();
        Ok(Self { runtime, shop: Some(shop), address })
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    pub(crate) fn get_as(&self, token: &str, path: &str) -> Answer {
        self.send("GET", path, &[("authorization", &format!("Bearer {token}"))], b"")
    }

    pub(crate) fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.send(method, path, &headers, body.to_string().as_bytes())
    }

    pub(crate) fn json_as(&self, token: &str, method: &str, path: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [("content-type", "application/json"), ("authorization", &bearer)];
        self.send(method, path, &headers, body.to_string().as_bytes())
    }

    /// The token of `user{number}@example.test`.
    pub(crate) fn token(&self, number: u32) -> String {
        let email = format!("user{number}@example.test");
        let login = json!({ "email": email, "password": "secret" });
        let answer = self.json("POST", "/auth/login", &login);
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut head = format!("content-length: {}\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        self.raw(method, path, &head, body)
    }

    /// Sends header lines and body as they are.
    pub(crate) fn raw(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(ANSWER_MAX)).unwrap();
        let head =
            format!("{method} {path} HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n{headers}\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    pub(crate) fn stop(mut self) {
        self.stop_once();
    }

    fn stop_once(&mut self) {
        if let Some(shop) = self.shop.take() {
            self.runtime.block_on(shop.stop());
        }
    }
}

impl Drop for TestShop {
    fn drop(&mut self) {
        self.stop_once();
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Compares status and body; JSON bodies are laid out first.
    pub(crate) fn check(&self, expected: &Expect) {
        let body = match serde_json::from_str::<Value>(&self.body) {
            Ok(json) => serde_json::to_string_pretty(&json).unwrap(),
            Err(_) => self.body.clone(),
        };
        expected.assert_eq(&format!("{}\n{body}\n", self.status));
    }
}

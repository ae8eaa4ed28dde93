//! `http.batch()`: requests at the same time, so many in all and so many to one host.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::stream::{FuturesUnordered, StreamExt};
use rquickjs::{Array, Ctx, Object, Result, Value};
use tokio::sync::Semaphore;

use super::client::Client;
use super::module::{answer, shown};
use super::request::{self, Method, Outgoing, Read};
use super::send::{Answer, refused};
use crate::engine::throw;
use crate::modules::input;
use crate::vu::Vu;

/// Requests in one batch at most.
const REQUESTS_MAX: usize = 10_000;

/// The names of the results: places, or the keys of an object.
enum Keys {
    Places,
    Names(Vec<String>),
}

/// `http.batch(requests)`: an array or an object of responses, as the requests were.
pub(super) fn batch<'js>(ctx: Ctx<'js>, requests: Value<'js>) -> Result<Value<'js>> {
    let vu = Vu::current();
    vu.past_init(&ctx, "getting batch requests in the init context is not supported")?;
    let client = Client::of(&vu);
    let (keys, reads) = read_all(&ctx, &vu, &client, &requests)?;
    let answers = vu.wait(&ctx, run(&vu, &client, reads))?;
    let objects: Vec<Value<'js>> = answers
        .into_iter()
        .map(|(answer, throws)| shown(&ctx, &vu, answer, throws))
        .collect::<Result<_>>()?;
    match keys {
        Keys::Places => {
            let array = Array::new(ctx)?;
            objects.into_iter().enumerate().try_for_each(|(place, one)| array.set(place, one))?;
            Ok(array.into_value())
        }
        Keys::Names(names) => {
            let object = Object::new(ctx)?;
            names.into_iter().zip(objects).try_for_each(|(name, one)| object.set(name, one))?;
            Ok(object.into_value())
        }
    }
}

fn read_all<'js>(
    ctx: &Ctx<'js>,
    vu: &Rc<Vu>,
    client: &Client,
    requests: &Value<'js>,
) -> Result<(Keys, Vec<Read>)> {
    let Some(object) = requests.as_object() else {
        let message = "invalid http.batch() argument type, expected an array or an object";
        return Err(throw(ctx, message));
    };
    let mut reads = Vec::new();
    let mut one = |value: Value<'js>| -> Result<()> {
        if reads.len() == REQUESTS_MAX {
            return Err(throw(ctx, "a batch has at most 10000 requests"));
        }
        reads.push(read_one(ctx, vu, client, value)?);
        Ok(())
    };
    if let Some(array) = requests.as_array() {
        array.iter::<Value<'js>>().try_for_each(|value| one(value?))?;
        return Ok((Keys::Places, reads));
    }
    let mut names = Vec::new();
    for entry in object.props::<String, Value<'js>>() {
        let (name, value) = entry?;
        names.push(name);
        one(value)?;
    }
    Ok((Keys::Names(names), reads))
}

/// One request: a URL, `[method, url, body, params]` or `{method, url, body, params}`.
fn read_one<'js>(ctx: &Ctx<'js>, vu: &Rc<Vu>, client: &Client, value: Value<'js>) -> Result<Read> {
    let get = Method::Usual("GET");
    if let Some(array) = value.as_array() {
        let at = |place: usize| array.get::<Value<'js>>(place);
        let method = Method::named(&input::coerced_text(ctx, at(0)?)?);
        return request::read(ctx, vu, client, method, at(1)?, Some(&at(2)?), Some(&at(3)?));
    }
    let Some(object) = value.as_object().filter(|object| {
        object.contains_key("method").unwrap_or(false)
            || object.contains_key("clean_url").is_ok_and(|is_url| !is_url)
    }) else {
        return request::read(ctx, vu, client, get, value, None, None);
    };
    let part = |name: &str| object.get::<_, Value<'js>>(name);
    let (method, url) = (part("method")?, part("url")?);
    if url.is_undefined() {
        return Err(throw(ctx, "batch request 0 doesn't have a url key"));
    }
    let method = match method.is_undefined() {
        true => get,
        false => Method::named(&input::coerced_text(ctx, method)?),
    };
    request::read(ctx, vu, client, method, url, Some(&part("body")?), Some(&part("params")?))
}

/// Sends all of them within the limits; answers in the order of the requests.
async fn run(vu: &Rc<Vu>, client: &Client, reads: Vec<Read>) -> Vec<(Box<Answer>, bool)> {
    let options = &vu.code.settings().options;
    let all = Semaphore::new(options.batch());
    let per_host = options.batch_per_host().unwrap_or(usize::MAX >> 4);
    let hosts: RefCell<Vec<(String, Rc<Semaphore>)>> = RefCell::default();
    let host = |outgoing: &Outgoing| {
        let name = outgoing.target.endpoint.host_header();
        let mut hosts = hosts.borrow_mut();
        if let Some((_, known)) = hosts.iter().find(|(known, _)| *known == name) {
            return known.clone();
        }
        let made = Rc::new(Semaphore::new(per_host.min(Semaphore::MAX_PERMITS)));
        hosts.push((name, made.clone()));
        made
    };
    let one = |place: usize, read: Read| {
        let (all, host) = (&all, &host);
        async move {
            let outgoing = match read {
                Ok(outgoing) => outgoing,
                Err(unsendable) => {
                    let throws = unsendable.params.throws;
                    return (place, refused(vu, unsendable), throws);
                }
            };
            let host = host(&outgoing);
            let _turn = all.acquire().await;
            let _host_turn = host.acquire().await;
            (place, answer(vu, client, &outgoing).await, outgoing.params.throws)
        }
    };
    let mut under_way: FuturesUnordered<_> =
        reads.into_iter().enumerate().map(|(place, read)| one(place, read)).collect();
    let mut answers = Vec::new();
    while let Some((place, answer, throws)) = under_way.next().await {
        answers.push((place, (answer, throws)));
    }
    answers.sort_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

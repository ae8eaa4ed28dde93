//! A plan as a page: its tree with the time of each node, the costliest marked, and what to do.

use loadline_postgres::plan::{Measured, Node};
use loadline_postgres::rules::Check;
use loadline_postgres::rules::facts::{count, ms, percent};

use super::super::html::{self, Markup};
use super::super::out;
use super::in_order;

/// Conditions that are shown below a node.
const CONDITIONS: [&str; 8] = [
    "Index Cond",
    "Hash Cond",
    "Merge Cond",
    "Join Filter",
    "Filter",
    "Recheck Cond",
    "Sort Key",
    "Group Key",
];
/// Characters of a condition that are shown.
const CONDITION_MAX: usize = 300;
/// Estimates that are off by this factor are marked.
const OFF_FACTOR_MIN: f64 = 10.0;
/// Own shares from which on a node beside the costliest is marked, too.
const HOT_SHARE_MIN: f64 = 0.25;

/// The whole page.
pub(super) fn page(measured: &Measured, check: &Check, head: &str) -> String {
    html::page("A plan, node by node", head, |page| {
        page.element("section", &[], |page| {
            page.leaf("h2", &[], "Where the time goes");
            write_tree(measured, page);
        });
        html::findings(check, &out::counted(check), page);
        if let Some(query) = &measured.plan.query {
            page.element("section", &[], |page| {
                page.leaf("h2", &[], "The statement");
                page.element("pre", &[("class", "query")], |page| page.leaf("code", &[], query));
            });
        }
    })
}

fn write_tree(measured: &Measured, page: &mut Markup) {
    let costliest = measured.costliest();
    let own = if measured.is_timed { "own time" } else { "" };
    let share = if measured.is_timed { "share of the time" } else { "share of the cost" };
    let mut depths = vec![0_usize; measured.times.len()];
    page.element("div", &[("class", "tree")], |page| {
        page.element("div", &[("class", "heads"), ("aria-hidden", "true")], |page| {
            for name in [own, share, "rows", "expected", "loops", "node"] {
                let class = if name == "node" { "node root" } else { "" };
                page.leaf("span", &[("class", class)], name);
            }
        });
        page.element("ul", &[], |page| {
            for (place, node) in in_order(measured) {
                depths[place] = node.parent.map_or(0, |parent| depths[parent] + 1);
                let row = Row { measured, place, node, depth: depths[place] };
                row.write(costliest == Some(place), page);
            }
        });
    });
}

/// A node in the tree.
struct Row<'a> {
    measured: &'a Measured,
    place: usize,
    node: &'a Node,
    depth: usize,
}

impl Row<'_> {
    fn write(&self, is_costliest: bool, page: &mut Markup) {
        let time = self.measured.times[self.place];
        let class = if is_costliest || time.share >= HOT_SHARE_MIN { "hot" } else { "" };
        page.element("li", &[("class", class)], |page| {
            let own = if self.measured.is_timed { ms(time.self_ms) } else { String::new() };
            page.leaf("span", &[("class", "ms")], &own);
            page.element("span", &[("class", "own")], |page| {
                let width = format!("width:{:.1}%", time.share.clamp(0.0, 1.0) * 100.0);
                page.element("span", &[("class", "bar")], |page| {
                    page.leaf("i", &[("style", &width)], "");
                });
                page.leaf("b", &[], &percent(time.share));
            });
            self.write_rows(page);
            self.write_node(is_costliest, page);
        });
    }

    fn write_rows(&self, page: &mut Markup) {
        let number = |number: f64| count(number.round() as i64);
        let (actual, loops) = match self.node.actual {
            Some(actual) => (number(self.node.rows_all()), number(actual.loops)),
            None => ("–".to_owned(), "–".to_owned()),
        };
        page.leaf("span", &[("data-name", "rows")], &actual);
        let planned = self.node.rows_planned * self.node.loops().max(1.0);
        page.element("span", &[("data-name", "expected")], |page| {
            page.text(&number(planned));
            if let Some(factor) = self.factor_off(planned) {
                page.leaf("span", &[("class", "off")], &format!(" {factor}"));
            }
        });
        let class = if self.node.loops() > 1.0 { "" } else { "quiet" };
        page.leaf("span", &[("data-name", "loops"), ("class", class)], &loops);
    }

    /// How far the estimate is from what came, where that is far; none for a node that never ran.
    fn factor_off(&self, planned: f64) -> Option<String> {
        let actual = self.node.actual.filter(|actual| actual.loops > 0.0)?;
        let came = (actual.rows * actual.loops).max(1.0);
        let (more, less) = (came / planned.max(1.0), planned.max(1.0) / came);
        let factor = more.max(less);
        let sign = if more > less { "×" } else { "÷" };
        (factor >= OFF_FACTOR_MIN).then(|| format!("{sign}{}", count(factor.round() as i64)))
    }

    fn write_node(&self, is_costliest: bool, page: &mut Markup) {
        let style = format!("--depth:{}", self.depth);
        let class = if self.depth == 0 { "node root" } else { "node" };
        page.element("div", &[("class", class), ("style", &style)], |page| {
            if let Some(role) = &self.node.role {
                page.leaf("em", &[], &format!("{role}: "));
            }
            page.leaf("strong", &[], &self.node.title());
            if is_costliest {
                let what =
                    if self.measured.is_timed { "takes the most time" } else { "costs most" };
                page.leaf("span", &[("class", "tag")], what);
            }
            if self.node.is_never_executed {
                page.leaf("em", &[], " never ran");
            }
            for name in CONDITIONS {
                if let Some(text) = self.node.condition(name) {
                    let text: String = text.chars().take(CONDITION_MAX).collect();
                    page.element("p", &[], |page| {
                        page.text(&format!("{name}: "));
                        page.leaf("code", &[], &text);
                    });
                }
            }
            self.write_removed(page);
        });
    }

    fn write_removed(&self, page: &mut Markup) {
        let figures = &self.node.figures;
        let removed =
            (figures.removed_by_filter + figures.removed_by_join_filter) * self.node.loops();
        if removed >= 1.0 {
            let text = format!("{} rows thrown away by the filter", count(removed.round() as i64));
            page.leaf("p", &[], &text);
        }
    }
}

//! A choice under change: candidates come and go, and what that does to the cost is known at once. Each plan counts the
//! candidates it still lacks; a statement runs its cheapest plan that lacks none.

use super::plans::Plan;
use super::problem::Problem;
use super::set::Set;

/// The known plans of all statements, laid out to be counted quickly. Each statement has one that needs nothing.
#[derive(Debug)]
pub(super) struct Layout<'p> {
    pub(super) problem: &'p Problem,
    /// For each plan its statement.
    pub(super) statement: Vec<usize>,
    /// For each plan its weighted cost; a statement's plans stand together, cheapest first.
    pub(super) cost: Vec<f64>,
    /// For each plan the candidates it needs.
    pub(super) needs: Vec<Vec<usize>>,
    /// For each statement where its plans begin and end.
    pub(super) of_statement: Vec<(usize, usize)>,
    /// For each candidate the plans that need it.
    needed_by: Vec<Vec<usize>>,
}

impl<'p> Layout<'p> {
    /// Of each statement's plans, cheapest first.
    pub(super) fn new<'q>(problem: &'p Problem, plans: impl Fn(usize) -> &'q [Plan]) -> Self {
        let mut layout = Self {
            problem,
            statement: Vec::new(),
            cost: Vec::new(),
            needs: Vec::new(),
            of_statement: Vec::new(),
            needed_by: vec![Vec::new(); problem.candidates()],
        };
        for statement in 0..problem.statements() {
            let begin = layout.cost.len();
            for plan in plans(statement) {
                let needs: Vec<usize> = plan.used.iter().collect();
                for candidate in &needs {
                    layout.needed_by[*candidate].push(layout.cost.len());
                }
                layout.needs.push(needs);
                layout.statement.push(statement);
                layout.cost.push(plan.cost * problem.weights[statement]);
            }
            layout.of_statement.push((begin, layout.cost.len()));
        }
        layout
    }
}

/// A choice.
#[derive(Debug, Clone)]
pub(super) struct State<'l, 'p> {
    layout: &'l Layout<'p>,
    members: Vec<usize>,
    lacking: Vec<u16>,
    /// For each statement its cheapest plan that lacks nothing.
    running: Vec<usize>,
    pub(super) cost: f64,
    pub(super) bytes: f64,
    /// Plans looked at so far: the measure of effort, the same on every machine.
    pub(super) effort: u64,
}

impl<'l, 'p> State<'l, 'p> {
    /// Nothing chosen.
    pub(super) fn new(layout: &'l Layout<'p>) -> Self {
        let lacking: Vec<u16> = layout
            .needs
            .iter()
            .map(|needs| u16::try_from(needs.len()).unwrap_or(u16::MAX))
            .collect();
        let first = |(begin, end): &(usize, usize)| {
            (*begin..*end).find(|plan| lacking[*plan] == 0).unwrap_or(end - 1)
        };
        let running: Vec<usize> = layout.of_statement.iter().map(first).collect();
        let cost = running.iter().map(|plan| layout.cost[*plan]).sum();
        Self { layout, members: Vec::new(), lacking, running, cost, bytes: 0.0, effort: 0 }
    }

    /// These chosen.
    pub(super) fn of(layout: &'l Layout<'p>, set: &Set) -> Self {
        let mut state = Self::new(layout);
        set.iter().for_each(|candidate| state.add(candidate));
        state
    }

    pub(super) fn members(&self) -> &[usize] {
        &self.members
    }

    pub(super) fn set(&self) -> Set {
        Set::of(self.layout.problem.candidates(), self.members.iter().copied())
    }

    pub(super) fn add(&mut self, candidate: usize) {
        let layout = self.layout;
        let Err(place) = self.members.binary_search(&candidate) else { return };
        self.members.insert(place, candidate);
        self.bytes += layout.problem.sizes[candidate];
        self.cost += layout.problem.upkeep[candidate];
        for plan in &layout.needed_by[candidate] {
            self.lacking[*plan] -= 1;
            let running = &mut self.running[layout.statement[*plan]];
            if self.lacking[*plan] == 0 && *plan < *running {
                self.cost += layout.cost[*plan] - layout.cost[*running];
                *running = *plan;
            }
        }
        self.effort += layout.needed_by[candidate].len() as u64;
    }

    pub(super) fn remove(&mut self, candidate: usize) {
        let layout = self.layout;
        let Ok(place) = self.members.binary_search(&candidate) else { return };
        self.members.remove(place);
        self.bytes -= layout.problem.sizes[candidate];
        self.cost -= layout.problem.upkeep[candidate];
        for plan in &layout.needed_by[candidate] {
            self.lacking[*plan] += 1;
        }
        for plan in &layout.needed_by[candidate] {
            let statement = layout.statement[*plan];
            if self.running[statement] == *plan {
                let end = layout.of_statement[statement].1;
                let next = (*plan..end).find(|plan| self.lacking[*plan] == 0).unwrap_or(end - 1);
                self.cost += layout.cost[next] - layout.cost[*plan];
                self.running[statement] = next;
            }
        }
        self.effort += layout.needed_by[candidate].len() as u64;
    }

    /// What letting a member go costs, after what its upkeep saves.
    pub(super) fn loss(&mut self, member: usize) -> f64 {
        let before = self.cost;
        self.remove(member);
        let loss = self.cost - before;
        self.add(member);
        self.cost = before;
        loss
    }

    /// What a plan lacks.
    pub(super) fn lack(&self, plan: usize) -> Vec<usize> {
        let missing = |candidate: &usize| self.members.binary_search(candidate).is_err();
        self.layout.needs[plan].iter().copied().filter(missing).collect()
    }

    /// What taking these in saves, after their upkeep.
    pub(super) fn gain(&mut self, new: &[usize]) -> f64 {
        let (before, bytes) = (self.cost, self.bytes);
        new.iter().for_each(|candidate| self.add(*candidate));
        let gain = before - self.cost;
        new.iter().for_each(|candidate| self.remove(*candidate));
        (self.cost, self.bytes) = (before, bytes);
        gain
    }

    /// The plans that are cheaper than those running.
    pub(super) fn cheaper(&self) -> impl Iterator<Item = usize> + '_ {
        let of_statement = self.layout.of_statement.iter().zip(&self.running);
        of_statement.flat_map(|((begin, _), running)| *begin..*running)
    }

    /// The bytes a plan's lack takes.
    pub(super) fn lack_bytes(&self, plan: usize) -> f64 {
        let missing = |candidate: &&usize| self.members.binary_search(candidate).is_err();
        let needs = self.layout.needs[plan].iter().filter(missing);
        needs.map(|candidate| self.layout.problem.sizes[*candidate]).sum()
    }
}

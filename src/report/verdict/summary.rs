//! Many verdicts in numbers: counters only, so that any number of patients fits.

use std::collections::BTreeMap;

use crate::batch::{Columns, Layout, Program, Run, outcome};
use crate::eval::{Outcome, Overall, Verdict};
use crate::model::Trial;

/// What is counted of a criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Patients on whom it fails.
    pub fails: usize,
    /// Those on whom nothing else fails.
    pub alone: usize,
    /// Patients on whom it is unknown.
    pub unknown: usize,
    /// Those by the facts that would settle it.
    pub needs: BTreeMap<String, usize>,
}

/// What is counted of one trial.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The verdicts.
    pub overall: BTreeMap<Overall, usize>,
    /// By the criterion's place in the trial.
    pub criteria: Vec<Tally>,
    /// Undetermined patients by the fact that they need.
    pub needs: BTreeMap<String, usize>,
}

impl Summary {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(trial: &Trial) -> Self {
        Self {
            criteria: vec![Tally::default(); trial.criteria.len()],
            ..Self::default()
        }
    }

    /// Counts one verdict. Only criteria at the top and those directly counted, no parts.
    pub fn add(&mut self, trial: &Trial, verdict: &Verdict) {
        *self.overall.entry(verdict.overall).or_default() += 1;
        let failing = super::rows::deciders(trial, verdict, Outcome::Fail);
        for result in &failing {
            if let Some(tally) = self.criteria.get_mut(result.criterion) {
                tally.fails += 1;
                tally.alone += usize::from(failing.len() == 1);
            }
        }
        let open = super::rows::deciders(trial, verdict, Outcome::Unknown);
        for result in &open {
            if let Some(tally) = self.criteria.get_mut(result.criterion) {
                tally.unknown += 1;
                let mut facts: Vec<&str> = result.needs.iter().map(|need| without_place(&need.fact)).collect();
                facts.sort_unstable();
                facts.dedup();
                for fact in facts {
                    count(&mut tally.needs, fact, 1);
                }
            }
        }
        if verdict.overall == Overall::Undetermined {
            // What only parts of decided criteria leave open changes nothing.
            let settles = |id: &String| open.iter().any(|result| result.id == *id);
            let needs = verdict.needs.iter().filter(|need| need.criteria.iter().any(settles));
            let mut facts: Vec<&str> = needs.map(|need| without_place(&need.fact)).collect();
            facts.sort_unstable();
            facts.dedup();
            for fact in facts {
                count(&mut self.needs, fact, 1);
            }
        }
    }

    /// Adds what was counted elsewhere.
    pub fn merge(&mut self, other: Self) {
        for (overall, number) in other.overall {
            *self.overall.entry(overall).or_default() += number;
        }
        for (tally, other) in self.criteria.iter_mut().zip(other.criteria) {
            tally.fails += other.fails;
            tally.alone += other.alone;
            tally.unknown += other.unknown;
            for (fact, number) in &other.needs {
                count(&mut tally.needs, fact, *number);
            }
        }
        for (fact, number) in &other.needs {
            count(&mut self.needs, fact, *number);
        }
    }

    /// Nothing fails and nothing is open.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.criteria.iter().all(|tally| tally.fails + tally.unknown == 0)
    }

    /// All verdicts.
    #[must_use]
    pub fn total(&self) -> usize {
        self.overall.values().sum()
    }

    /// The verdicts of one kind.
    #[must_use]
    pub fn count(&self, overall: Overall) -> usize {
        self.overall.get(&overall).copied().unwrap_or(0)
    }
}

/// Places in lists differ from patient to patient: `lesions[2].site` counts for `lesions`.
fn without_place(fact: &str) -> &str {
    fact.split('[').next().unwrap_or(fact)
}

fn count(needs: &mut BTreeMap<String, usize>, fact: &str, number: usize) {
    match needs.get_mut(fact) {
        Some(known) => *known += number,
        None => {
            needs.insert(fact.to_owned(), number);
        }
    }
}

/// Which criterion stands under which, parts and those that stand aside left out.
#[derive(Debug)]
pub(super) struct Branches {
    children: Vec<Vec<usize>>,
    tops: Vec<usize>,
}

impl Branches {
    pub fn of(trial: &Trial) -> Self {
        let mut children = vec![Vec::new(); trial.criteria.len()];
        let mut tops = Vec::new();
        for (at, criterion) in trial.criteria.iter().enumerate() {
            match criterion.parent {
                None => tops.push(at),
                Some(parent) if !criterion.part && parent < at => {
                    let aside = trial.criteria.get(parent).is_some_and(|parent| parent.aside);
                    if (!criterion.aside || aside)
                        && let Some(children) = children.get_mut(parent)
                    {
                        children.push(at);
                    }
                }
                Some(_) => {}
            }
        }
        Self { children, tops }
    }

    /// The deepest criteria of a row that fail, and those that are open, as [`super::rows::deciders`].
    pub fn deciders(&self, run: &Run, row: usize, failing: &mut Vec<usize>, open: &mut Vec<usize>) {
        failing.clear();
        open.clear();
        let came_out = |at: usize| run.verdicts.criteria.get(at).and_then(|cells| cells.get(row)).copied();
        for top in &self.tops {
            match came_out(*top) {
                Some(outcome::FAIL) => deepest(&self.children, *top, &came_out, failing),
                Some(outcome::UNKNOWN) => deepest(&self.children, *top, &came_out, open),
                _ => {}
            }
        }
    }
}

/// Counts the rows of batches as [`Summary::add`] counts verdicts.
#[derive(Debug)]
pub struct Counter {
    branches: Branches,
    overall: [usize; 3],
    criteria: Vec<Counted>,
    /// Undetermined patients by the column that they need.
    needs: Vec<usize>,
    failing: Vec<usize>,
    open: Vec<usize>,
    columns: Vec<usize>,
    all: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Counted {
    fails: usize,
    alone: usize,
    unknown: usize,
    needs: Vec<usize>,
}

impl Counter {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(trial: &Trial, layout: &Layout) -> Self {
        let counted = Counted {
            fails: 0,
            alone: 0,
            unknown: 0,
            needs: vec![0; layout.columns.len()],
        };
        Self {
            branches: Branches::of(trial),
            overall: [0; 3],
            criteria: vec![counted; trial.criteria.len()],
            needs: vec![0; layout.columns.len()],
            failing: Vec::new(),
            open: Vec::new(),
            columns: Vec::new(),
            all: Vec::new(),
        }
    }

    /// Counts a row.
    pub fn add(&mut self, program: &Program, run: &Run, batch: &Columns, row: usize) {
        let overall = run.verdicts.overall.get(row).copied().unwrap_or(outcome::UNKNOWN);
        if let Some(count) = self.overall.get_mut(usize::from(overall.min(outcome::PASS))) {
            *count += 1;
        }
        if overall >= outcome::PASS {
            return;
        }
        self.branches.deciders(run, row, &mut self.failing, &mut self.open);
        for at in &self.failing {
            if let Some(counted) = self.criteria.get_mut(*at) {
                counted.fails += 1;
                counted.alone += usize::from(self.failing.len() == 1);
            }
        }
        self.all.clear();
        for at in &self.open {
            let Some(counted) = self.criteria.get_mut(*at) else {
                continue;
            };
            counted.unknown += 1;
            self.columns.clear();
            program.needs(*at, run, batch, row, &mut self.columns);
            for column in &self.columns {
                if let Some(count) = counted.needs.get_mut(*column) {
                    *count += 1;
                }
                if !self.all.contains(column) {
                    self.all.push(*column);
                }
            }
        }
        if overall == outcome::UNKNOWN {
            for column in &self.all {
                if let Some(count) = self.needs.get_mut(*column) {
                    *count += 1;
                }
            }
        }
    }

    /// What was counted.
    #[must_use]
    pub fn summary(&self, layout: &Layout) -> Summary {
        let by_name = |counts: &[usize]| {
            let mut needs = BTreeMap::new();
            for (column, number) in layout.columns.iter().zip(counts) {
                if *number > 0 {
                    count(&mut needs, &column.name, *number);
                }
            }
            needs
        };
        let words = [Overall::Ineligible, Overall::Undetermined, Overall::Eligible];
        let overall = words.into_iter().zip(self.overall).filter(|(_, number)| *number > 0);
        let criteria = self.criteria.iter().map(|counted| Tally {
            fails: counted.fails,
            alone: counted.alone,
            unknown: counted.unknown,
            needs: by_name(&counted.needs),
        });
        Summary {
            overall: overall.collect(),
            criteria: criteria.collect(),
            needs: by_name(&self.needs),
        }
    }
}

/// The deepest criteria that came out like this one, in the order of the trial.
fn deepest(children: &[Vec<usize>], at: usize, came_out: &dyn Fn(usize) -> Option<u8>, into: &mut Vec<usize>) {
    let below = children.get(at).map_or(&[][..], Vec::as_slice);
    let mut alike = below
        .iter()
        .filter(|child| came_out(**child) == came_out(at))
        .peekable();
    if alike.peek().is_none() {
        into.push(at);
    }
    alike.for_each(|child| deepest(children, *child, came_out, into));
}

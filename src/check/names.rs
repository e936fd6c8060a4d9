//! What a name means where it stands: a parameter, a field of a record, a fact, a definition.

use super::{Checker, invalid, make};
use crate::codes::check::{HEADER_INCOMPLETE, LIST_UNEXPECTED, UNKNOWN_NAME};
use crate::model::expr::{Readings, reading_field};
use crate::model::{Expr, Fact, FactId, Kind, Node, Type};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{TimeScale, TimeUnit};

/// A record whose fields may be named.
#[derive(Debug, Clone)]
pub(super) enum Scope {
    /// A record of a list.
    Record { list: String, fields: Vec<Fact> },
    /// A reading of a lab.
    Reading { lab: FactId },
    /// A day of a window.
    Day,
}

/// What an unknown name would have to be where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    /// One value.
    Value,
    /// A date: it stands before a window.
    Date,
    /// A list, whose records a window looks at by their date; `asks` may declare it.
    List { dated: bool, asks: bool },
}

impl Wanted {
    /// How a name is declared as that.
    fn declared(self, name: &str) -> String {
        let fact = |kind: &str| format!("declare it:  facts {{ {name} : {kind} \"…?\" }}");
        match self {
            Self::Value => fact("yes/no"),
            Self::Date => fact("date"),
            Self::List { dated: false, .. } => fact("list of { … }"),
            Self::List { asks: false, .. } => fact("list of { date : date }"),
            Self::List { .. } => format!(
                "{}\nor, where it is all that a criterion asks:  asks any {name} within …",
                fact("list of { date : date }")
            ),
        }
    }
}

/// What a parameter of a definition was given, with the surroundings of the place where it was written.
#[derive(Debug, Clone)]
pub(super) struct Binding<'a> {
    pub(super) expr: &'a ast::Expr,
    pub(super) visible: Vec<usize>,
    pub(super) params: std::collections::BTreeMap<String, Binding<'a>>,
}

/// What a name means.
pub(super) enum Meaning<'a> {
    Param(Binding<'a>),
    Field(usize, usize, Box<Fact>),
    /// The lab whose reading is being looked at, at this level.
    BoundLab(usize, FactId),
    Day(usize),
    Fact(FactId),
    Define(&'a ast::Define),
    Age,
    Unknown,
}

impl<'a> Checker<'a> {
    pub(super) fn meaning(&mut self, name: &str) -> Meaning<'a> {
        if let Some(binding) = self.params.get(name) {
            return Meaning::Param(binding.clone());
        }
        for level in self.visible.clone().into_iter().rev() {
            match self.scopes.get(level) {
                Some(Scope::Record { fields, .. }) => {
                    if let Some(index) = fields.iter().position(|field| field.name == name)
                        && let Some(field) = fields.get(index)
                    {
                        return Meaning::Field(level, index, Box::new(field.clone()));
                    }
                }
                Some(Scope::Reading { lab }) => {
                    let lab = *lab;
                    let Some(fact) = self.trial.facts.get(lab.index()) else {
                        continue;
                    };
                    if fact.name == name {
                        return Meaning::BoundLab(level, lab);
                    }
                    let own =
                        match name {
                            "date" => Some((reading_field::DATE, Kind::Date)),
                            "value" => Some((reading_field::VALUE, lab_kind(fact).clone())),
                            _ => fact.with.iter().position(|field| field.name == name).and_then(|at| {
                                fact.with.get(at).map(|f| (reading_field::FURTHER + at, f.kind.clone()))
                            }),
                        };
                    if let Some((index, kind)) = own {
                        let field = Fact {
                            name: name.to_owned(),
                            kind,
                            ..fact.clone()
                        };
                        return Meaning::Field(level, index, Box::new(field));
                    }
                }
                Some(Scope::Day) if name == "day" => return Meaning::Day(level),
                _ => {}
            }
        }
        if let Some(fact) = self.fact(name) {
            return Meaning::Fact(fact);
        }
        if let Some(define) = self.defines.get(name) {
            return Meaning::Define(define);
        }
        if name == "age" {
            return Meaning::Age;
        }
        Meaning::Unknown
    }

    /// The number of a declared fact; it counts as read from now on.
    pub(super) fn fact(&mut self, name: &str) -> Option<FactId> {
        if let Some(id) = self.read.get(name) {
            return Some(*id);
        }
        let fact = self.declared.get(name)?.clone();
        Some(self.take_up(fact))
    }

    /// Gives a fact its number.
    pub(super) fn take_up(&mut self, fact: Fact) -> FactId {
        let id = FactId(u32::try_from(self.trial.facts.len()).unwrap_or(u32::MAX));
        self.read.insert(fact.name.clone(), id);
        self.trial.facts.push(fact);
        id
    }

    /// What a name gives where one value is wanted.
    pub(super) fn name(&mut self, name: &str, span: Span) -> Expr {
        match self.meaning(name) {
            Meaning::Param(binding) => self.with_binding(&binding, |checker, expr| checker.any(expr)),
            Meaning::Field(level, index, field) => match self.type_of(&field.kind) {
                Some(ty) => make(Node::Field(level, index), ty, span),
                None => self.list_unexpected(name, span),
            },
            Meaning::BoundLab(level, lab) => {
                let ty = self.lab_type(lab);
                make(Node::Field(level, reading_field::VALUE), ty, span)
            }
            Meaning::Day(level) => make(Node::Field(level, 0), Type::Date, span),
            Meaning::Fact(fact) => self.read_fact(fact, span),
            Meaning::Define(define) => self.named(define, span),
            Meaning::Age => self.age(span),
            Meaning::Unknown => self.unknown_name(name, span, Wanted::Value),
        }
    }

    fn list_unexpected(&mut self, name: &str, span: Span) -> Expr {
        self.out.push(
            LIST_UNEXPECTED
                .at(span, format!("`{name}` is a list; one value is expected here"))
                .help(format!("any {name} where …    or    count of ({name} where …)")),
        );
        invalid(span)
    }

    fn read_fact(&mut self, id: FactId, span: Span) -> Expr {
        let Some(fact) = self.trial.facts.get(id.index()).cloned() else {
            return invalid(span);
        };
        match &fact.kind {
            Kind::Lab(_) => {
                let readings = self.plain_readings(id, span);
                let ty = self.lab_type(id);
                let level = readings.level;
                let body = make(Node::Field(level, reading_field::VALUE), ty.clone(), span);
                make(Node::Reading { source: readings, body }, ty, span)
            }
            Kind::List(_) => self.list_unexpected(&fact.name, span),
            kind => match self.type_of(kind) {
                Some(ty) => make(Node::Fact(id), ty, span),
                None => invalid(span),
            },
        }
    }

    /// The latest valid reading of a lab.
    pub(super) fn plain_readings(&mut self, lab: FactId, span: Span) -> Readings {
        let level = self.scopes.len();
        let valid = self.validity(lab, level, span);
        Readings {
            lab,
            valid,
            filter: None,
            level,
            latest: Some(1),
        }
    }

    /// `readings within …` as a condition on the reading at `level`.
    fn validity(&mut self, lab: FactId, level: usize, span: Span) -> Option<Expr> {
        let window = *self.validity.last()?;
        let saved = (std::mem::take(&mut self.visible), std::mem::take(&mut self.params));
        self.scopes.push(Scope::Reading { lab });
        let window = self.window(window);
        self.scopes.pop();
        (self.visible, self.params) = saved;
        let date = make(Node::Field(level, reading_field::DATE), Type::Date, span);
        Some(super::truth(Node::InWindow(date, window?), span))
    }

    fn age(&mut self, span: Span) -> Expr {
        let Some(birth) = self.fact("birth_date") else {
            self.out.push(
                HEADER_INCOMPLETE
                    .at(span, "`age` is counted from `birth_date`, which is not declared")
                    .help("use demographics"),
            );
            return invalid(span);
        };
        let unit = self.age_unit.unwrap_or(TimeUnit::Years);
        let (scale, years) = match unit {
            TimeUnit::Years => (TimeScale::Months, true),
            TimeUnit::Months => (TimeScale::Months, false),
            _ => (TimeScale::Days, false),
        };
        make(Node::Age { birth, scale, years }, Type::Duration, span)
    }

    pub(super) fn unknown_name(&mut self, name: &str, span: Span, wanted: Wanted) -> Expr {
        let mut known: Vec<String> = self.declared.keys().cloned().collect();
        known.extend(self.defines.keys().cloned());
        known.extend(self.params.keys().cloned());
        known.push("age".to_owned());
        let mut record = None;
        for level in &self.visible {
            if let Some(Scope::Record { list, fields }) = self.scopes.get(*level) {
                known.extend(fields.iter().map(|field| field.name.clone()));
                record = Some((
                    list.clone(),
                    fields
                        .iter()
                        .map(|f| format!("`{}`", f.name))
                        .collect::<Vec<_>>()
                        .join(", "),
                ));
            }
        }
        let nearest = crate::suggest::nearest(name, known.iter().map(String::as_str));
        let shipped = self.shipped_with(name);
        let list = self.declared.values().find(|fact| match &fact.kind {
            Kind::List(list) => list.fields.iter().any(|field| field.name == name),
            _ => false,
        });
        let told = nearest.is_empty() && (!self.undeclared.insert(name.to_owned()) || self.module_missing());
        if told || self.is_unread(name) {
            return invalid(span);
        }
        let finding = UNKNOWN_NAME.at(span, format!("nothing is called `{name}`"));
        let finding = if let Some(list) = list {
            finding
                .help(format!(
                    "it is a field of the records of `{0}`:  any {0} where {name} …",
                    list.name
                ))
                .label(list.span, "declared here")
        } else if !nearest.is_empty() {
            finding.help(format!("{}?", crate::suggest::or_list(&nearest)))
        } else if let Some(module) = shipped {
            finding.help(format!("it is declared in a shipped module: use {module}"))
        } else {
            let mut help = wanted.declared(name);
            if let Some((list, fields)) = record {
                help.push_str(&format!("\na record of `{list}` has {fields}"));
            }
            finding.help(help)
        };
        self.out.push(finding);
        invalid(span)
    }

    /// Whether a line that could not be read has this word: what it declares or names is told there.
    pub(super) fn is_unread(&self, name: &str) -> bool {
        self.files().any(|file| file.unread.contains(name))
    }

    /// Whether a module that is used could not be found, with what it declares.
    pub(super) fn module_missing(&self) -> bool {
        self.files().flat_map(|file| &file.parts).any(|part| match part {
            ast::Part::Use(name) => self.modules.iter().all(|module| module.name != name.node),
            _ => false,
        })
    }

    fn shipped_with(&self, name: &str) -> Option<&'static str> {
        let needle = [
            format!("\n  {name} "),
            format!("\ndefine {name} "),
            format!("\ndefine {name}("),
            format!("\n  {name}:"),
        ];
        crate::library::SHIPPED
            .iter()
            .find(|(_, text)| needle.iter().any(|n| text.contains(n.as_str())))
            .map(|(module, _)| *module)
    }

    /// What a kind gives when it is read as one value; `None` for lists.
    pub(super) fn type_of(&self, kind: &Kind) -> Option<Type> {
        Some(match kind {
            Kind::YesNo => Type::Truth,
            Kind::Number(number) => Type::Number(number.unit.clone(), number.substance.clone()),
            Kind::Duration(_) => Type::Duration,
            Kind::Choice(options) => Type::Choice(options.clone()),
            Kind::Date => Type::Date,
            Kind::Period => Type::Period,
            Kind::Titre => Type::Titre,
            Kind::Text => Type::Text,
            Kind::Lab(inner) => return self.type_of(inner),
            Kind::List(_) => return None,
        })
    }

    /// What a reading of a lab gives.
    pub(super) fn lab_type(&self, lab: FactId) -> Type {
        self.trial
            .facts
            .get(lab.index())
            .and_then(|fact| self.type_of(&fact.kind))
            .unwrap_or(Type::Invalid)
    }

    /// Runs `f` on what a parameter was given, in the surroundings of the place where it was written.
    pub(super) fn with_binding<T>(
        &mut self,
        binding: &Binding<'a>,
        f: impl FnOnce(&mut Self, &'a ast::Expr) -> T,
    ) -> T {
        let visible = std::mem::replace(&mut self.visible, binding.visible.clone());
        let params = std::mem::replace(&mut self.params, binding.params.clone());
        let result = f(self, binding.expr);
        self.visible = visible;
        self.params = params;
        result
    }
}

fn lab_kind(fact: &Fact) -> &Kind {
    match &fact.kind {
        Kind::Lab(inner) => inner,
        kind => kind,
    }
}

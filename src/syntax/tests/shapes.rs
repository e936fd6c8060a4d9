//! What the tree looks like where two readings are thinkable.

use super::super::ast::{
    AggregateSource, CountSource, DefineBody, Expr, ItemBody, Node, Part, Relation, Set, Statement,
};
use super::good;

/// The tree of a line in a criterion, in a short notation.
fn line(text: &str) -> String {
    let file = good(&format!("inclusion {{\n  I1 \"x\" {{\n    {text}\n  }}\n}}\n"));
    let Some(Part::Section(section)) = file.parts.first() else {
        panic!("a section");
    };
    let Some(Statement::Item(item)) = section.block.statements.first() else {
        panic!("an item");
    };
    let ItemBody::Block(block) = &item.body else {
        panic!("a block");
    };
    let [Statement::Condition(condition)] = block.statements.as_slice() else {
        panic!("one line: {:?}", block.statements);
    };
    short(condition)
}

fn all(items: &[Expr]) -> String {
    items.iter().map(short).collect::<Vec<_>>().join(" ")
}

/// `(node parts…)`
fn short(expr: &Expr) -> String {
    match &*expr.node {
        Node::Name(text) | Node::Number(text) | Node::Mark(text) | Node::Date(text) => text.clone(),
        Node::Id(text) => format!("id:{text}"),
        Node::Titre(of) => format!("1:{of}"),
        Node::Quantity(number, unit) => format!("{number}[{}]", unit.node),
        Node::Cast(value, unit) => format!("(cast {} {})", short(value), unit.node),
        Node::Call(name, arguments) => format!("({} {})", name.node, all(arguments)),
        Node::Of(word, of) => format!("(of {} {})", word.node, short(of)),
        Node::Limit(limit, of) => format!(
            "{limit:?}{}",
            of.as_ref().map_or(String::new(), |of| format!(":{}", short(of)))
        ),
        Node::At(value, visit) => format!("(at {} {})", short(value), visit.node),
        Node::Brackets(brackets) => {
            let filter = brackets
                .filter
                .as_ref()
                .map_or(String::new(), |filter| format!(" where {}", short(filter)));
            format!("[{}{filter}]", all(&brackets.items))
        }
        Node::Negative(value) => format!("(- {})", short(value)),
        Node::Binary(left, operator, right) => format!("({:?} {} {})", operator.node, short(left), short(right)),
        Node::Test(test) => test_of(test),
        Node::Each(subjects, test) => format!("(each {} {})", all(subjects), test_of(test)),
        Node::Not(condition) => format!("(not {})", short(condition)),
        Node::And(parts) => format!("(and {})", all(parts)),
        Node::Or(parts) => format!("(or {})", all(parts)),
        Node::If {
            condition,
            then,
            otherwise,
        } => {
            let otherwise = otherwise
                .as_ref()
                .map_or(String::new(), |otherwise| format!(" {}", short(otherwise)));
            format!("(if {} {}{otherwise})", short(condition), short(then))
        }
        Node::Exception { value, clauses } => {
            let clauses: String = clauses
                .iter()
                .map(|(c, m)| format!(" {}→{}", short(c), short(m)))
                .collect();
            format!("(except {}{clauses})", short(value))
        }
        Node::Unless(value, condition) => format!("(unless {} {})", short(value), short(condition)),
        Node::Block(block) => format!("{{{}}}", block.statements.len()),
        Node::Quantified(quantified) => {
            let filter = quantified
                .filter
                .as_ref()
                .map_or(String::new(), |filter| format!(" {}", short(filter)));
            format!(
                "({:?} {}{filter})",
                quantified.quantifier.node,
                short(&quantified.source)
            )
        }
        Node::CountOf(count) => match &count.of {
            CountSource::Block(block) => format!("({:?} of {{{}}})", count.quantifier.node, block.statements.len()),
            CountSource::List(test) => format!("({:?} of {})", count.quantifier.node, test_of(test)),
        },
        Node::Aggregate(aggregate) => {
            let count = aggregate
                .count
                .as_ref()
                .map_or(String::new(), |count| format!(" {}", count.node));
            let over = match &aggregate.over {
                AggregateSource::Rows(rows, _) => format!("{} rows", rows.len()),
                AggregateSource::Over(value, list) => format!("{} over {}", short(value), short(list)),
                AggregateSource::Of(value) => short(value),
            };
            format!("({:?}{count} {over})", aggregate.op.node)
        }
        node => format!("{node:?}"),
    }
}

fn test_of(test: &super::super::ast::Test) -> String {
    let mut text = format!("(test {}", short(&test.subject));
    if !test.windows.is_empty() {
        text += &format!(" w{}", test.windows.len());
    }
    text += &match &test.relation {
        None => String::new(),
        Some(Relation::Compare(sign, limit)) => format!(" {:?} {}", sign.node, short(limit)),
        Some(Relation::Is { negated, option }) => format!(" is{} {}", if *negated { " not" } else { "" }, option.node),
        Some(Relation::In {
            set: Set::Options(options, _),
            ..
        }) => format!(" in {}", options.len()),
        Some(Relation::In {
            set: Set::Range(low, high),
            ..
        }) => format!(" in {}..{}", short(low), short(high)),
        Some(Relation::In {
            set: Set::Value(value), ..
        }) => format!(" in {}", short(value)),
    };
    text + ")"
}

#[test]
fn an_exception_changes_the_limit() {
    let limit = "(except (Multiply 3 Upper) a→(Multiply 5 Upper))";
    assert_eq!(
        line("ALT <= 3*ULN unless a then 5*ULN"),
        format!("(test ALT AtMost {limit})")
    );
    assert_eq!(
        line("ALT, AST <= 3*ULN unless a then 5*ULN"),
        format!("(each ALT AST (test ALT AtMost {limit}))")
    );
    assert_eq!(
        line("x > 3 unless a or b then 4 unless c then 5"),
        "(test x Greater (except 3 (or a b)→4 c→5))"
    );
    assert_eq!(
        line("(1 unless sex is female then 0.85) > 1"),
        "(test [(except 1 (test sex is female)→0.85)] Greater 1)"
    );
    assert_eq!(
        line("any of (ALT, AST) > 2*ULN unless a then 3"),
        "(Any of (test [ALT AST] Greater (except (Multiply 2 Upper) a→3)))"
    );
}

#[test]
fn an_unless_covers_what_ends_with_it() {
    assert_eq!(line("a or b unless c"), "(unless (or a b) c)");
    assert_eq!(line("not a and b unless c or d"), "(unless (and (not a) b) (or c d))");
    assert_eq!(line("if a then b or c unless d"), "(unless (if a (or b c)) d)");
    assert_eq!(
        line("ALT, AST <= 3 unless c"),
        "(unless (each ALT AST (test ALT AtMost 3)) c)"
    );
    assert_eq!(
        line("x > 3 unless a then 4 unless c"),
        "(unless (test x Greater (except 3 a→4)) c)"
    );
    assert_eq!(line("(a unless b) or c"), "(or [(unless a b)] c)");
    assert_eq!(
        line("a or any x where b or d unless c"),
        "(or a (Any x (unless (or b d) c)))"
    );
    assert_eq!(line("any x unless c"), "(Any x (not c))");
    assert_eq!(line("any x where { b } unless c"), "(Any x (unless {1} c))");
    assert_eq!(line("any of { a } unless { b }"), "(unless (Any of {1}) {1})");
    assert_eq!(
        line("any x where a unless any y where b unless c"),
        "(Any x (unless a (Any y (unless b c))))"
    );
}

#[test]
fn numbers_and_units() {
    assert_eq!(line("x > 2.0×10⁹/L"), "(test x Greater 2.0[×10⁹/L])");
    assert_eq!(line("x > 100 × 10^9/L"), "(test x Greater 100[× 10^9/L])");
    assert_eq!(line("x > 100 x 10^9 / L"), "(test x Greater 100[x 10^9/L])");
    assert_eq!(line("x > 9 g / dL"), "(test x Greater 9[g/dL])");
    assert_eq!(line("x > 1500 / µL"), "(test x Greater 1500[/µL])");
    assert_eq!(line("x > 5 mg / weight"), "(test x Greater (Divide 5[mg] weight))");
    assert_eq!(line("x > 1 10*9/L"), "(test x Greater 1[10*9/L])");
    assert_eq!(line("x > 100000 /µL"), "(test x Greater 100000[/µL])");
    assert_eq!(line("x > 90 mL/min/1.73 m2"), "(test x Greater 90[mL/min/1.73 m2])");
    assert_eq!(line("x > 20 [IU]/mL and y"), "(and (test x Greater 20[[IU]/mL]) y)");
    assert_eq!(line("x > 3xULN"), "(test x Greater (Multiply 3 Upper))");
    assert_eq!(line("x > 3 x ULN of y"), "(test x Greater (Multiply 3 Upper:y))");
    assert_eq!(
        line("x[mg/dL] > 2*10^3"),
        "(test (cast x mg/dL) Greater (Multiply 2 (Power 10 3)))"
    );
    assert_eq!(line("x in 0..2"), "(test x in 0..2)");
    assert_eq!(line("x in 18..65 years"), "(test x in 18..65[years])");
    assert_eq!(line("x >= 2+ and y"), "(and (test x AtLeast 2+) y)");
    assert_eq!(line("x >= 2+y"), "(test x AtLeast (Add 2 y))");
    assert_eq!(line("x > 20/3"), "(test x Greater (Divide 20 3))");
    assert_eq!(line("x >= 1:80"), "(test x AtLeast 1:80)");
    assert_eq!(line("x > 5 weeks-1"), "(test x Greater 5[weeks-1])");
}

#[test]
fn words_with_of_and_at() {
    assert_eq!(
        line("date of ANC at baseline > x"),
        "(test (at (of date ANC) baseline) Greater x)"
    );
    assert_eq!(line("x at least 2 weeks before y"), "(test x w1)");
    assert_eq!(
        line("x at baseline at least 2 weeks before y"),
        "(test (at x baseline) w1)"
    );
    assert_eq!(line("at least 2 lesions where x"), "(AtLeast(2) lesions x)");
    assert_eq!(line("at least 2 of (a, b) is B"), "(AtLeast(2) of (test [a b] is B))");
    assert_eq!(
        line("mean of latest 3 of qtc > 1"),
        "(test (Mean (Latest 3 qtc)) Greater 1)"
    );
    assert_eq!(
        line("2 / highest of (a, b) * c > 1"),
        "(test (Multiply (Divide 2 (Highest [a b])) c) Greater 1)"
    );
    assert_eq!(
        line("sum of dose * factor(drug) over (steroids where day in taken) > 10 mg/day"),
        "(test (Sum (Multiply dose (factor drug)) over [steroids where (test day in taken)]) Greater 10[mg/day])"
    );
    assert_eq!(
        line("(ANC where no csf_doses within 2 weeks before date of ANC) >= 1 10*9/L"),
        "(test [ANC where (None csf_doses)] AtLeast 1[10*9/L])"
    );
    assert_eq!(line("I8.4 and E8.hbv and C3"), "(and id:I8.4 id:E8.hbv C3)");
}

#[test]
fn lines_that_go_on() {
    assert_eq!(line("a\n  and b"), "(and a b)");
    assert_eq!(line("a and\n\n # why\n  b"), "(and a b)");
    assert_eq!(
        line("x > 3 # three\n  unless a\n  then 4"),
        "(test x Greater (except 3 a→4))"
    );
    assert_eq!(line("ALT,\n  AST > 3"), "(each ALT AST (test ALT Greater 3))");
    assert_eq!(line("(a +\n -1) > 3"), "(test [(Add a (- 1))] Greater 3)");
    assert_eq!(line("any of {\n a\n -1 <= b\n}"), "(Any of {2})");
}

#[test]
fn definitions() {
    let file = good("define a = one of {x, y}\ndefine b = grade 0..2\ndefine c = grade > 2\n");
    let kinds: Vec<bool> = file
        .parts
        .iter()
        .map(|part| matches!(part, Part::Define(define) if matches!(define.body, DefineBody::Kind(_))))
        .collect();
    assert_eq!(kinds, [true, true, false]);
}

#[test]
fn comments_are_kept() {
    let file = good("use labs # one\n# two \"x\nuse ecog\n");
    let comments: Vec<&str> = file.comments.iter().map(|comment| comment.node.as_str()).collect();
    assert_eq!(comments, ["# one", "# two \"x"]);
}

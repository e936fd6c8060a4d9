//! Of what a computed number is: how far the molar mass and the valence of facts go with what is made of them.

use super::units::is_constant;
use crate::model::{Expr, Type};
use crate::value::{Substance, Unit};

/// The type of what is one of these values, or their sum; all are in the unit of `ty`.
///
/// Of two substances together only that is known which holds of both. A number written in the rule is of whatever it
/// stands beside.
pub(super) fn joint<'e>(ty: Type, values: impl IntoIterator<Item = &'e Expr>) -> Type {
    let Type::Number(unit, _) = ty else { return ty };
    let measured = values.into_iter().filter(|value| !is_constant(value)).map(of);
    let substance = measured.reduce(|all, one| all.common(&one)).unwrap_or_default();
    Type::Number(unit, substance)
}

/// Of what a number is.
pub(super) fn of(expr: &Expr) -> Substance {
    match &expr.ty {
        Type::Number(_, substance) => substance.clone(),
        _ => Substance::unknown(),
    }
}

/// Of what a product is: of the substance of one factor, if the other is of none.
pub(super) fn of_product(left: (&Unit, &Substance), right: (&Unit, &Substance)) -> Substance {
    if is_of_none(right) {
        left.1.clone()
    } else if is_of_none(left) {
        right.1.clone()
    } else {
        Substance::unknown()
    }
}

/// Of what a quotient is: of what is divided, if the divisor is of no substance.
pub(super) fn of_quotient(above: (&Unit, &Substance), below: (&Unit, &Substance)) -> Substance {
    if is_of_none(below) {
        above.1.clone()
    } else {
        Substance::unknown()
    }
}

/// Whether a number is of no substance: a volume, a time, a bare number.
fn is_of_none((unit, substance): (&Unit, &Substance)) -> bool {
    substance.is_unknown() && !unit.measures_matter()
}

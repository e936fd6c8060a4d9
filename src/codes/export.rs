//! Codes of the stage `export`: what cannot be said in another language.

use super::codes;

codes! {
    INEXPRESSIBLE "X0101" "not-in-sql" Error "A construct that SQL cannot say exactly.";
    OPEN_PLACE "X0102" "open-in-sql" Error "A fact that decides both ways, and for which no case by case can be written.";
    TOO_MANY_DIGITS "X0103" "too-many-digits" Error "A number that needs more digits than the engine keeps.";
    NAMES_COLLIDE "X0104" "names-collide" Error "Two columns that the engine takes for one, or a name that the query uses itself.";
}

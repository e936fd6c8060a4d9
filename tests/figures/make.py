#!/usr/bin/env python3
"""Stored reference figures of clinical formulas, computed by published packages.

    python3.12 -m venv venv
    venv/bin/pip install medcalc==0.4.0 "mcp<2" medimetry==0.1.0 clincalc==0.4.0 health-bsa==0.1.1 mpmath==1.3.0
    venv/bin/python make.py FOLDER            writes the files
    venv/bin/python make.py FOLDER --check    the same, and compares each with the printed formula at 50 digits

Python 3.12 or later (medcalc asks for it). Tried with: Python 3.12.1, mcp 1.30.0, labunits 0.2.1, scipy 1.18.1.
medcalc and medcalc-bench both install a module `medcalc`; here it must be medcalc, so medcalc-bench must be absent.

README.md beside this script says of each file what computed it.
"""
import csv
import random
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import clincalc
import medimetry.anthropometric
import medimetry.cardiac
import medimetry.lytes
import medimetry.metabolic
import medimetry.renal
from health_bsa import BSA
from medcalc import calculator as medcalc
from medimetry.constants import Gender, QtcCorrectionType
from mpmath import mp, mpf

mp.dps = 50
SEED = 20260601
ROWS = 1000

FILES = {}  # name -> (header, rows)
CHECKS = {}  # name -> [(label, function of a row -> value, decimals that the expectation has, or None)]


def figures(name, *checks):
    """Registers a generator: a function of a random source that yields rows under its header."""

    def register(function):
        header, rows = function(random.Random(f"{SEED} {name}"))
        FILES[name] = (header, rows)
        CHECKS[name] = checks
        return function

    return register


# ---------------------------------------------------------------- inputs, with the digits that a laboratory prints


def number(r, low, high, digits):
    """Evenly between the ends, both of which can come."""
    step = 10**digits
    return f"{Decimal(r.randint(round(low * step), round(high * step))) / step:.{digits}f}"


def skewed(r, low, high, digits):
    """Evenly on a logarithmic scale."""
    value = low * (high / low) ** r.random()
    return f"{Decimal(round(value * 10**digits)) / 10**digits:.{digits}f}"


def near(r, share, limits, digits, otherwise):
    """In so many of the rows at a limit or one digit beside it."""
    if r.random() < share:
        step = Decimal(1).scaleb(-digits)
        return f"{Decimal(r.choice(limits)) + r.choice((-1, 0, 0, 1)) * step:.{digits}f}"
    return otherwise()


def age(r):
    return str(r.randint(18, 95))


def sex(r):
    return r.choice(("female", "male"))


def creatinine(r):
    return near(r, 0.1, ("0.70", "0.90", "1.00"), 2, lambda: skewed(r, 0.30, 12.00, 2))


def q(text):
    """A number as it is printed, exact."""
    return Fraction(text)


def m(text):
    f = Fraction(text)
    return mpf(f.numerator) / f.denominator


# ------------------------------------------------------------------------------------------------- Cockcroft-Gault

TALL = 400  # inches: medcalc takes the actual weight below a BMI of 18.5, whatever the weight is


def cg_formula(years, mass, scr, gender):
    return (140 - q(years)) * mass * (Fraction(85, 100) if gender == "female" else 1) / (72 * q(scr))


def devine(inches, gender):
    return (Fraction("45.5") if gender == "female" else 50) + Fraction("2.3") * (q(inches) - 60)


@figures(
    "cockcroft_gault",
    ("formula", lambda w: cg_formula(w[0], q(w[2]), w[3], w[1]), None),
    ("medimetry", lambda w: medimetry.renal.cockcroft_gault(int(w[0]), float(w[2]), float(w[3]), gender(w[1])), 1),
    ("clincalc", lambda w: clincalc.calculate("cockcroft_gault", dict(
        age=int(w[0]), weight_kg=float(w[2]), sex=w[1], creatinine=float(w[3]), creatinine_unit="mg/dL"))["result"], 1),
)
def _(r):
    rows = []
    for _ in range(ROWS):
        a, s, w, c = age(r), sex(r), number(r, 35, 180, 1), creatinine(r)
        rows.append((a, s, w, c, medcalc.crcl_cockcroft_gault(int(a), float(w), TALL, float(c), s)))
    return ("age_years", "sex", "weight_kg", "creatinine_mg_dl", "expected"), rows


def by_height(r, chosen):
    """Rows on which medcalc takes the weight that the file is about: it chooses by the BMI, at 18.5 and 25."""
    rows = []
    while len(rows) < ROWS:
        a, s, c = age(r), sex(r), creatinine(r)
        half_inches = r.randint(120, 160)
        inches = f"{Decimal(half_inches) / 2:.1f}"
        w = number(r, 40, 180, 1)
        bmi = q(w) / (q(inches) * Fraction("0.0254")) ** 2
        if chosen(bmi, q(w), devine(inches, s)):
            cm = f"{Decimal(inches) * Decimal('2.54'):.2f}"
            expected = medcalc.crcl_cockcroft_gault(int(a), float(w), float(inches), float(c), s)
            rows.append((a, s, w, inches, cm, c, expected))
    return ("age_years", "sex", "weight_kg", "height_in", "height_cm", "creatinine_mg_dl", "expected"), rows


@figures("cockcroft_gault_ideal",
         ("formula", lambda w: cg_formula(w[0], devine(w[3], w[1]), w[5], w[1]), None))
def _(r):
    return by_height(r, lambda bmi, mass, ideal: Fraction("18.55") < bmi < Fraction("24.95") and ideal < mass)


@figures("cockcroft_gault_adjusted",
         ("formula", lambda w: cg_formula(
             w[0], devine(w[3], w[1]) + Fraction("0.4") * (q(w[2]) - devine(w[3], w[1])), w[5], w[1]), None))
def _(r):
    return by_height(r, lambda bmi, mass, ideal: bmi > Fraction("25.05") and ideal < mass)


@figures("cockcroft_gault_umol",
         ("formula, 88.4", lambda w: cg_formula(w[0], q(w[2]), q(w[3]) / Fraction("88.4"), w[1]), 1),
         ("formula, 88.4017 (molar mass 113.120)", lambda w: cg_formula(
             w[0], q(w[2]), q(w[3]) * Fraction("113.120") / 10000, w[1]), 1))
def _(r):
    rows = []
    for _ in range(ROWS):
        a, s, w, c = age(r), sex(r), number(r, 35, 180, 1), skewed(r, 27, 1060, 0)
        rows.append((a, s, w, c, clincalc.calculate("cockcroft_gault", dict(
            age=int(a), weight_kg=float(w), sex=s, creatinine=float(c), creatinine_unit="umol/L"))["result"]))
    return ("age_years", "sex", "weight_kg", "creatinine_umol_l", "expected"), rows


# ------------------------------------------------------------------------------------------- estimated filtration


def gender(s):
    return Gender.FEMALE if s == "female" else Gender.MALE


def ckd_epi_formula(years, s, scr):
    kappa, alpha, factor = (m("0.7"), m("-0.241"), m("1.012")) if s == "female" else (m("0.9"), m("-0.302"), mpf(1))
    multiple = scr / kappa
    return 142 * min(multiple, mpf(1)) ** alpha * max(multiple, mpf(1)) ** m("-1.2") * m("0.9938") ** m(years) * factor


@figures("ckd_epi_2021",
         ("formula", lambda w: ckd_epi_formula(w[0], w[1], m(w[2])), None),
         ("medcalc", lambda w: medcalc.egfr_epi(float(w[2]), int(w[0]), w[1] == "male"), None))
def _(r):
    rows = []
    for _ in range(ROWS):
        a, s, c = age(r), sex(r), creatinine(r)
        rows.append((a, s, c, medimetry.renal.ckd_epi(float(c), int(a), gender(s))))
    return ("age_years", "sex", "creatinine_mg_dl", "expected"), rows


@figures("ckd_epi_2021_umol",
         ("formula, 88.4", lambda w: ckd_epi_formula(w[0], w[1], m(w[2]) / m("88.4")), 0),
         ("formula, 88.4017 (molar mass 113.120)", lambda w: ckd_epi_formula(
             w[0], w[1], m(w[2]) * m("113.120") / 10000), 0))
def _(r):
    rows = []
    for _ in range(ROWS):
        a, s, c = age(r), sex(r), skewed(r, 27, 1060, 0)
        rows.append((a, s, c, clincalc.calculate("egfr", dict(
            age=int(a), sex=s, creatinine=float(c), creatinine_unit="umol/L"))["result"]))
    return ("age_years", "sex", "creatinine_umol_l", "expected"), rows


@figures("mdrd_175",
         ("formula", lambda w: 175 * m(w[2]) ** m("-1.154") * m(w[0]) ** m("-0.203")
          * (m("0.742") if w[1] == "female" else 1), None),
         ("medcalc", lambda w: medcalc.mdrd_gfr(float(w[2]), int(w[0]), False, w[1] == "female"), None))
def _(r):
    rows = []
    for _ in range(ROWS):
        a, s, c = age(r), sex(r), creatinine(r)
        rows.append((a, s, c, medimetry.renal.mdrd(float(c), int(a), gender(s))))
    return ("age_years", "sex", "creatinine_mg_dl", "expected"), rows


# ------------------------------------------------------------------------------------------------------- Child-Pugh

ASCITES = ("none", "mild", "moderate_to_severe")


def signs(r):
    """Ascites and the grade of encephalopathy, mostly none, so that all totals come."""
    return r.choices(ASCITES, (6, 2, 2))[0], r.choices("01234", (6, 1, 1, 1, 1))[0]


def bands(value, first, second):
    """1 below the first limit, 3 above the second, 2 from limit to limit."""
    return 1 if value < first else 3 if value > second else 2


def child_pugh_formula(bilirubin_mg, albumin_g_dl, inr, ascites, grade):
    return (bands(bilirubin_mg, 2, 3) + (4 - bands(albumin_g_dl, Fraction("2.8"), Fraction("3.5")))
            + bands(inr, Fraction("1.7"), Fraction("2.3")) + 1 + ASCITES.index(ascites) + (int(grade) + 1) // 2 + 1)


def clincalc_child_pugh(bilirubin, bilirubin_unit, albumin, albumin_unit, inr, ascites, grade):
    return clincalc.calculate("child_pugh", dict(
        bilirubin=float(bilirubin), bilirubin_unit=bilirubin_unit, albumin=float(albumin), albumin_unit=albumin_unit,
        inr=float(inr), ascites={"moderate_to_severe": "moderate-severe"}.get(ascites, ascites),
        encephalopathy=("none", "grade1-to2", "grade1-to2", "grade3-to4", "grade3-to4")[int(grade)]))["result"]


@figures("child_pugh",
         ("table", lambda w: child_pugh_formula(q(w[0]), q(w[1]), q(w[2]), w[3], w[4]), None),
         ("medcalc", lambda w: medcalc.child_pugh_score(
             float(w[0]), float(w[1]), float(w[2]), ("absent", "slight", "moderate")[ASCITES.index(w[3])], int(w[4])),
          None),
         ("clincalc", lambda w: clincalc_child_pugh(w[0], "mg/dL", w[1], "g/dL", w[2], w[3], w[4]), None))
def _(r):
    from medimetry.metabolic import AscitesSeverity as A, EncephalopathyGrade as E
    rows = []
    for _ in range(ROWS):
        bilirubin = near(r, 0.3, ("2.0", "3.0"), 1, lambda: skewed(r, 0.2, 12, 1))
        albumin = near(r, 0.3, ("2.8", "3.5"), 1, lambda: number(r, 1.8, 5.2, 1))
        inr = near(r, 0.3, ("1.7", "2.3"), 1, lambda: number(r, 0.8, 2.8, 1))
        ascites, grade = signs(r)
        rows.append((bilirubin, albumin, inr, ascites, grade, medimetry.metabolic.child_pugh_score(
            float(bilirubin), float(albumin), float(inr), (A.NONE, A.SLIGHT, A.MODERATE)[ASCITES.index(ascites)],
            (E.NONE, E.GRADE1_2, E.GRADE1_2, E.GRADE3_4, E.GRADE3_4)[int(grade)])[0]))
    return ("bilirubin_mg_dl", "albumin_g_dl", "inr", "ascites", "encephalopathy_grade", "expected"), rows


@figures("child_pugh_umol",
         ("table, 2 and 3 mg/dL, 17.1", lambda w: child_pugh_formula(
             q(w[0]) / Fraction("17.1"), q(w[1]) / 10, q(w[2]), w[3], w[4]), None),
         ("table, 2 and 3 mg/dL, 17.1036 (molar mass 584.673)", lambda w: child_pugh_formula(
             q(w[0]) * Fraction("584.673") / 10000, q(w[1]) / 10, q(w[2]), w[3], w[4]), None),
         ("table, 34 and 51 umol/L", lambda w: child_pugh_formula(
             {1: 1, 2: Fraction(5, 2), 3: 4}[bands(q(w[0]), 34, 51)], q(w[1]) / 10, q(w[2]), w[3], w[4]), None))
def _(r):
    rows = []
    for _ in range(ROWS):
        bilirubin = near(r, 0.3, ("34", "51"), 0, lambda: skewed(r, 4, 200, 0))
        albumin = near(r, 0.3, ("28", "35"), 0, lambda: number(r, 18, 52, 0))
        inr = near(r, 0.3, ("1.7", "2.3"), 1, lambda: number(r, 0.8, 2.8, 1))
        ascites, grade = signs(r)
        rows.append((bilirubin, albumin, inr, ascites, grade,
                     clincalc_child_pugh(bilirubin, "umol/L", albumin, "g/L", inr, ascites, grade)))
    return ("bilirubin_umol_l", "albumin_g_l", "inr", "ascites", "encephalopathy_grade", "expected"), rows


# ---------------------------------------------------------------------------------------------------------- QT, body


def qtc(name, formula, power):
    @figures(name,
             ("formula", lambda w: m(w[0]) / (mpf(60) / m(w[1])) ** power, None),
             ("medimetry", lambda w: medimetry.cardiac.qtc_correction(
                 float(w[0]), int(w[1]), QtcCorrectionType(formula)), 1))
    def _(r):
        rows = []
        for _ in range(ROWS):
            qt, rate = number(r, 220, 700, 0), number(r, 30, 220, 0)
            rows.append((qt, rate, medcalc.qtc_calculator(float(qt), float(rate), formula)))
        return ("qt_ms", "heart_rate_per_min", "expected"), rows


qtc("qtcf", "fridericia", mpf(1) / 3)
qtc("qtcb", "bazett", mpf(1) / 2)


def body(r, compute):
    rows = []
    for _ in range(ROWS):
        h, w = number(r, 130, 215, 0), number(r, 30, 220, 1)
        rows.append((h, w, compute(float(h), float(w))))
    return ("height_cm", "weight_kg", "expected"), rows


@figures("bmi",
         ("formula", lambda w: q(w[1]) / (q(w[0]) / 100) ** 2, None),
         ("medimetry", lambda w: medimetry.anthropometric.bmi_from_cm(float(w[1]), float(w[0])), 1),
         ("clincalc", lambda w: clincalc.calculate(
             "bmi", dict(weight_kg=float(w[1]), height_cm=float(w[0])))["result"], 1))
def _(r):
    return body(r, lambda h, w: medcalc.bmi_calculator(w, h))


@figures("bsa_mosteller",
         ("formula", lambda w: (m(w[0]) * m(w[1]) / 3600) ** mpf("0.5"), None),
         ("health-bsa", lambda w: BSA(float(w[1]), float(w[0]), "Mosteller", 15), None),
         ("medcalc", lambda w: medcalc.bsa_calculator(float(w[1]), float(w[0])), None))
def _(r):
    return body(r, lambda h, w: clincalc.calculate("body_surface_area", dict(height_cm=h, weight_kg=w))
                ["working"]["body_surface_area_m2_unrounded"])


@figures("bsa_du_bois",
         ("formula", lambda w: m("0.007184") * m(w[0]) ** m("0.725") * m(w[1]) ** m("0.425"), None),
         ("medimetry", lambda w: medimetry.anthropometric.bsa_dubois(float(w[1]), float(w[0]) / 100), 2))
def _(r):
    return body(r, lambda h, w: BSA(w, h, "DuBois", 15))


# ------------------------------------------------------------------------------------------------------------- blood


@figures("corrected_calcium",
         ("formula", lambda w: q(w[0]) + Fraction("0.8") * (4 - q(w[1])), 2),
         ("clincalc", lambda w: clincalc.calculate("corrected_calcium", dict(
             calcium=float(w[0]), calcium_unit="mg/dL", albumin=float(w[1]), albumin_unit="g/dL"))["result"], 2),
         ("medcalc", lambda w: medcalc.corrected_calcium(float(w[0]), float(w[1])), 2))
def _(r):
    rows = []
    for _ in range(ROWS):
        ca, albumin = number(r, 5, 16, 1), number(r, 1, 5.5, 1)
        rows.append((ca, albumin, medimetry.lytes.calcium_correction(float(ca), float(albumin))))
    return ("calcium_mg_dl", "albumin_g_dl", "expected"), rows


@figures("corrected_calcium_si",
         ("formula", lambda w: q(w[0]) + Fraction("0.02") * (40 - q(w[1])), 2))
def _(r):
    rows = []
    for _ in range(ROWS):
        ca, albumin = number(r, 1.25, 4, 2), number(r, 10, 55, 0)
        rows.append((ca, albumin, clincalc.calculate("corrected_calcium", dict(
            calcium=float(ca), calcium_unit="mmol/L", albumin=float(albumin), albumin_unit="g/L"))["result"]))
    return ("calcium_mmol_l", "albumin_g_l", "expected"), rows


def printed(fraction):
    """A fraction that ends, with all its digits."""
    value = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    assert Fraction(value) == fraction
    return f"{value.normalize():f}"


@figures("anc", ("sum of both cell counts", lambda w: sum(q(w[0]) * q(p) for p in w[1:3]) / 100, None))
def _(r):
    rows = []
    for _ in range(ROWS):
        wbc = skewed(r, 0.2, 30, 2)
        segs = number(r, 0, 90, r.choice((0, 1)))
        bands_ = number(r, 0, min(20, 100 - float(segs)), r.choice((0, 1)))
        if q(segs) + q(bands_) > 100:
            bands_ = printed(100 - q(segs))
        rows.append((wbc, segs, bands_, printed(q(wbc) * (q(segs) + q(bands_)) / 100)))
    return ("wbc_10e9_l", "segmented_percent", "band_percent", "expected"), rows


# Equal to 5 mg of prednisone.
STEROIDS = dict(prednisone="5", prednisolone="5", methylprednisolone="4", triamcinolone="4", hydrocortisone="20",
                cortisone="25", dexamethasone="0.75", betamethasone="0.6", deflazacort="6")


@figures("prednisone_equivalent", ("formula", lambda w: q(w[1]) * 5 / q(STEROIDS[w[0]]), 2))
def _(r):
    # Steps that leave no third decimal that is 5 and the last: rounding to two decimals is then beyond dispute.
    steps = dict(prednisone=(0.5, 200), prednisolone=(0.5, 200), methylprednisolone=(1, 1000), triamcinolone=(1, 100),
                 hydrocortisone=(1, 400), cortisone=(0.5, 200), dexamethasone=(0.25, 160))
    rows = []
    for _ in range(ROWS):
        drug = r.choice(tuple(steps))
        step, most = steps[drug]
        dose = f"{Decimal(str(step)) * r.randint(1, most):.2f}"
        rows.append((drug, dose, medcalc.steroid_conversion(drug, float(dose), "prednisone")))
    return ("drug", "dose_mg", "expected"), rows


@figures("prednisone_equivalent_exact", ("formula", lambda w: q(w[1]) * 5 / q(STEROIDS[w[0]]), None))
def _(r):
    steps = dict(dexamethasone=("0.25", 160), betamethasone=("0.1", 200), deflazacort=("1.5", 80))
    rows = []
    for _ in range(ROWS):
        drug = r.choice(tuple(steps))
        step, most = steps[drug]
        dose = f"{Decimal(step) * r.randint(1, most):.2f}"
        rows.append((drug, dose, mp.nstr(m(dose) * 5 / m(STEROIDS[drug]), 30)))
    return ("drug", "dose_mg", "expected"), rows


# ----------------------------------------------------------------------------------------- CTCAE 5.0, from its wording

DECREASED = dict(  # grades 1 to 4 as printed; LLN ranges
    white_cells=("<LLN - 3.0", "<3.0 - 2.0", "<2.0 - 1.0", "<1.0"),
    neutrophils=("<LLN - 1.5", "<1.5 - 1.0", "<1.0 - 0.5", "<0.5"),
    lymphocytes=("<LLN - 0.8", "<0.8 - 0.5", "<0.5 - 0.2", "<0.2"),
    platelets=("<LLN - 75.0", "<75.0 - 50.0", "<50.0 - 25.0", "<25.0"),
    hemoglobin=("<LLN - 100", "<100 - 80", "<80"),
)
INCREASED = dict(  # (as printed for a baseline that was normal, for one that was not)
    ALT=((">ULN - 3.0 x ULN", ">3.0 - 5.0 x ULN", ">5.0 - 20.0 x ULN", ">20.0 x ULN"),
         ("1.5 - 3.0 x baseline", ">3.0 - 5.0 x baseline", ">5.0 - 20.0 x baseline", ">20.0 x baseline")),
    bilirubin=((">ULN - 1.5 x ULN", ">1.5 - 3.0 x ULN", ">3.0 - 10.0 x ULN", ">10.0 x ULN"),
               (">1.0 - 1.5 x baseline", ">1.5 - 3.0 x baseline", ">3.0 - 10.0 x baseline", ">10.0 x baseline")),
)
INCREASED["AST"] = INCREASED["ALT"]
CREATININE = ((">ULN - 1.5 x ULN",), (">1.5 - 3.0 x baseline", ">1.5 - 3.0 x ULN"),
              (">3.0 x baseline", ">3.0 - 6.0 x ULN"), (">6.0 x ULN",))


def within(text, value, **limits):
    """Whether a value lies in a range as CTCAE prints it: the first end is shut out where < or > stands before it."""
    text, _, unit = text.partition(" x ")
    factor = limits[unit] if unit else 1

    def end(word):
        return limits[word] if word in limits else Fraction(word) * factor

    first, _, last = text.partition(" - ")
    if first[0] == "<":
        return value < end(first[1:]) and (not last or value >= end(last))
    opening = value > end(first[1:]) if first[0] == ">" else value >= end(first)
    return opening and (not last or value <= end(last))


def highest_of(ranges, value, **limits):
    hits = [grade for grade, texts in enumerate(ranges, 1)
            for text in ([texts] if isinstance(texts, str) else texts) if within(text, value, **limits)]
    return max(hits, default=0)


@figures("ctcae_5_decreased")
def _(r):
    tests = dict(white_cells=(2, 0.3, 6, "3.50", "4.00", "4.50"), neutrophils=(2, 0.1, 4, "1.50", "1.80", "2.00"),
                 lymphocytes=(2, 0.05, 2, "0.80", "1.00", "1.20"), platelets=(0, 5, 220, "140", "150", "160"),
                 hemoglobin=(0, 50, 160, "115", "120", "130"))
    rows = []
    for _ in range(ROWS):
        test = r.choice(tuple(tests))
        digits, low, high, *limits = tests[test]
        lln = r.choice(limits)
        ends = [p.partition(" - ")[2] or p[1:] for p in DECREASED[test]] + [lln]
        value = near(r, 0.5, ends, digits, lambda: number(r, low, high, digits))
        rows.append((test, value, lln, highest_of(DECREASED[test], q(value), LLN=q(lln))))
    return ("test", "value", "lln", "expected"), rows


@figures("ctcae_5_increased")
def _(r):
    uln = dict(ALT=("35", "40", "55"), AST=("34", "40", "48"), bilirubin=("1.0", "1.2"),
               creatinine=("1.00", "1.20", "1.30"))
    digits = dict(ALT=0, AST=0, bilirubin=1, creatinine=2)
    factors = dict(ALT=(1, "1.5", 3, 5, 20), AST=(1, "1.5", 3, 5, 20), bilirubin=(1, "1.5", 3, 10),
                   creatinine=(1, "1.5", 3, 6))
    rows = []
    for _ in range(ROWS):
        test = r.choice(tuple(uln))
        d, limit = digits[test], r.choice(uln[test])
        baseline = skewed(r, float(limit) * 0.4, float(limit) * (2.5 if r.random() < 0.5 else 1), d)
        base = r.choice((limit, baseline))
        at = [f"{Decimal(base) * Decimal(f):.{d}f}" for f in factors[test]]
        value = near(r, 0.5, at, d, lambda: skewed(r, float(limit) * 0.5, float(limit) * 25, d))
        if test == "creatinine":
            grade = highest_of(CREATININE, q(value), ULN=q(limit), baseline=q(baseline))
        else:
            normal, abnormal = INCREASED[test]
            ranges = abnormal if q(baseline) > q(limit) else normal
            grade = highest_of(ranges, q(value), ULN=q(limit), baseline=q(baseline))
        rows.append((test, value, limit, baseline, grade))
    return ("test", "value", "uln", "baseline", "expected"), rows


# ------------------------------------------------------------------------------------------ lupus, from printed tables

SLEDAI = dict(seizure=8, psychosis=8, organic_brain_syndrome=8, visual_disturbance=8, cranial_nerve_disorder=8,
              lupus_headache=8, cva=8, vasculitis=8, arthritis=4, myositis=4, urinary_casts=4, hematuria=4,
              proteinuria=4, pyuria=4, rash=2, alopecia=2, mucosal_ulcers=2, pleurisy=2, pericarditis=2,
              low_complement=2, increased_dna_binding=2, fever=1, thrombocytopenia=1, leukopenia=1)
EULAR_ACR = (
    dict(fever=2),
    dict(leukopenia=3, thrombocytopenia=4, hemolysis=4),
    dict(delirium=2, psychosis=3, seizure=5),
    dict(alopecia=2, oral_ulcers=2, subacute_or_discoid=4, acute_cutaneous=6),
    dict(effusion=5, pericarditis=6),
    dict(joints=6),
    dict(proteinuria=4, nephritis_class_2_5=8, nephritis_class_3_4=10),
    dict(antiphospholipid=2),
    dict(low_c3=3, low_c4=3),  # both: 4
    dict(dsdna=6, sm=6),
)


def flags(r, names):
    share = r.choice((0.03, 0.1, 0.3, 0.6))
    return {name: r.random() < share for name in names}


@figures("sledai_2k")
def _(r):
    rows = []
    for i in range(ROWS):
        names = tuple(SLEDAI)
        # First each item alone, then none, then all, then at random.
        present = ({n: n == names[i] for n in names} if i < 24 else {n: i == 25 for n in names} if i < 26
                   else flags(r, names))
        rows.append((*(int(present[n]) for n in names), sum(SLEDAI[n] for n in names if present[n])))
    return (*SLEDAI, "expected"), rows


@figures("eular_acr_2019")
def _(r):
    names = tuple(n for domain in EULAR_ACR for n in domain)
    rows = []
    for i in range(ROWS):
        k = len(names)
        present = ({n: n == names[i] for n in names} if i < k else {n: i == k + 1 for n in names} if i < k + 2
                   else flags(r, names))
        points = sum(max((weight for n, weight in domain.items() if present[n]), default=0) for domain in EULAR_ACR)
        points += present["low_c3"] and present["low_c4"]
        rows.append((*(int(present[n]) for n in names), int(points)))
    return (*names, "expected"), rows


# ------------------------------------------------------------------------------------------------------------ writing


def text(value):
    return value if isinstance(value, str) else repr(value)


def compare(name):
    """Prints of each comparison the greatest relative distance, or how many differ beyond the rounding."""
    rows = FILES[name][1]
    for label, other, digits in CHECKS[name]:
        worst, off = mpf(0), 0
        for row in rows:
            a, b = m(text(row[-1])), other(row)
            b = m(b) if isinstance(b, Fraction) else mpf(b)
            if digits is None:
                worst = max(worst, abs(a - b) / max(abs(b), mpf("1e-9")))
            else:
                # Half of the last digit, and what binary floating point may add to a tie.
                off += abs(a - b) > mpf(10) ** -digits / 2 + mpf("1e-9")
        print(f"{name:30} {label:55}",
              f"relative {mp.nstr(worst, 2)}" if digits is None else f"{off} of {len(rows)} beyond {digits} decimals")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, rows) in FILES.items():
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(header)
            out.writerows([text(value) for value in row] for row in rows)
        if "--check" in sys.argv:
            compare(name)


main()

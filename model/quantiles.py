"""Draws turned into numbers of a distribution: quantiles made of basic operations, the same bits everywhere."""

import math

from agents.rules.arithmetic import exp, log, rule


@rule
def normal_from(u: float) -> float:
    """Return the standard normal quantile of u (Wichura 1988, algorithm AS 241, PPND16).

    Relative error about 1e-15 for u at least 1.4e-11 from 0 and 1; draws keep 1.1e-10 away.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        return _middle_normal(q)
    if q < 0.0:
        return -_outer_normal(math.sqrt(-log(u)))
    return _outer_normal(math.sqrt(-log(1.0 - u)))


@rule
def _middle_normal(q: float) -> float:
    """Return the normal quantile of 0.5 + q, for q within ±0.425."""
    r = 0.180625 - q * q
    top = 2.5090809287301226727e3
    top = top * r + 3.3430575583588128105e4
    top = top * r + 6.7265770927008700853e4
    top = top * r + 4.5921953931549871457e4
    top = top * r + 1.3731693765509461125e4
    top = top * r + 1.9715909503065514427e3
    top = top * r + 1.3314166789178437745e2
    top = top * r + 3.3871328727963666080e0
    bottom = 5.2264952788528545610e3
    bottom = bottom * r + 2.8729085735721942674e4
    bottom = bottom * r + 3.9307895800092710610e4
    bottom = bottom * r + 2.1213794301586595867e4
    bottom = bottom * r + 5.3941960214247511077e3
    bottom = bottom * r + 6.8718700749205790830e2
    bottom = bottom * r + 4.2313330701600911252e1
    return q * top / (bottom * r + 1.0)


@rule
def _outer_normal(root: float) -> float:
    """Return how far out the normal tail begins that holds exp(-root**2), for root from 1.3 to 5."""
    r = root - 1.6
    top = 7.74545014278341407640e-4
    top = top * r + 2.27238449892691845833e-2
    top = top * r + 2.41780725177450611770e-1
    top = top * r + 1.27045825245236838258e0
    top = top * r + 3.64784832476320460504e0
    top = top * r + 5.76949722146069140550e0
    top = top * r + 4.63033784615654529590e0
    top = top * r + 1.42343711074968357734e0
    bottom = 1.05075007164441684324e-9
    bottom = bottom * r + 5.47593808499534494600e-4
    bottom = bottom * r + 1.51986665636164571966e-2
    bottom = bottom * r + 1.48103976427480074590e-1
    bottom = bottom * r + 6.89767334985100004550e-1
    bottom = bottom * r + 1.67638483018380384940e0
    bottom = bottom * r + 2.05319162663775882187e0
    return top / (bottom * r + 1.0)


@rule
def gumbel_from(u: float) -> float:
    """Return the standard Gumbel quantile of u: noise for choosing the best of several options."""
    return -log(-log(u))


@rule
def rounded(x: float, u: float) -> int:
    """Return x rounded down or up by chance, so that the mean over u is x."""
    below = math.floor(x)
    if u < x - below:
        return below + 1
    return below


# A quantile of the gamma distribution is found by Newton's method, which stops after a step this small
# (the error then is about its square) or after so many steps.
_SMALL_STEP = 1e-7
_MOST_STEPS = 60


@rule
def gamma_from(u: float, shape: float) -> float:
    """Return the quantile of u of the gamma distribution with this shape and scale 1.

    Parameters
    ----------
    u
        Between 0 and 1, neither of them.
    shape
        0.01 to 100; also the mean.

    Notes
    -----
    Relative error below 1e-9, and monotone in u. Shape 1 is the exponential, without iterations.
    """
    if shape == 1.0:
        return -log(1.0 - u)
    scale = log_gamma(shape + 1.0)
    below_mean = _gamma_below(shape, shape, scale)
    if u < below_mean:
        return _lower_gamma_quantile(u, shape, scale)
    return _upper_gamma_quantile(1.0 - u, shape, scale)


@rule
def _lower_gamma_quantile(below: float, shape: float, scale: float) -> float:
    """Return the quantile under the mean: Newton on the logarithm of the share below, in log x.

    That curve is concave, and the start, which takes the density for a power of x, lies left of the
    answer: every step comes nearer from the left.
    """
    wanted = log(below)
    log_x = (wanted + scale) / shape
    for _ in range(_MOST_STEPS):
        x = exp(log_x)
        share = _gamma_below(x, shape, scale)
        if share <= 0.0:
            return x
        slope = exp(shape * log_x - x - scale) * shape / share
        step = (wanted - log(share)) / slope
        log_x = log_x + step
        if abs(step) < _SMALL_STEP:
            break
    return exp(log_x)


@rule
def _upper_gamma_quantile(above: float, shape: float, scale: float) -> float:
    """Return the quantile over the mean: Newton on the logarithm of the share above, nearly straight."""
    wanted = log(above)
    x = shape
    for _ in range(_MOST_STEPS):
        share = _gamma_above(x, shape, scale)
        slope = exp(shape * log(x) - x - scale) * shape / (x * share)
        step = (log(share) - wanted) / slope
        x = x + step
        if abs(step) < _SMALL_STEP * x:
            break
    return x


@rule
def _gamma_below(x: float, shape: float, scale: float) -> float:
    """Return the share of the gamma distribution below x, by its power series; x up to shape + 1."""
    term = 1.0
    total = 1.0
    n = shape
    while term > 1e-17 * total:
        n = n + 1.0
        term = term * x / n
        total = total + term
    return total * exp(shape * log(x) - x - scale)


@rule
def _gamma_above(x: float, shape: float, scale: float) -> float:
    """Return the share above x: from the series near the mean, else by Legendre's continued fraction."""
    if x < shape + 1.0:
        return 1.0 - _gamma_below(x, shape, scale)
    b = x + 1.0 - shape
    d = 1.0 / b
    c = 1e300
    fraction = d
    for i in range(1, 1000):
        a = -i * (i - shape)
        b = b + 2.0
        d = 1.0 / (a * d + b)
        c = b + a / c
        factor = c * d
        fraction = fraction * factor
        if abs(factor - 1.0) < 1e-15:
            break
    return fraction * exp(shape * log(x) - x - scale) * shape


@rule
def log_gamma(x: float) -> float:
    """Return the logarithm of the gamma function of a positive x, relative error about 1e-15.

    Moved up to 10 or more by the recurrence, then Stirling's series.
    """
    product = 1.0
    while x < 10.0:
        product = product * x
        x = x + 1.0
    z = 1.0 / (x * x)
    series = 1.0 / 156.0
    series = -691.0 / 360360.0 + series * z
    series = 1.0 / 1188.0 + series * z
    series = -1.0 / 1680.0 + series * z
    series = 1.0 / 1260.0 + series * z
    series = -1.0 / 360.0 + series * z
    series = (1.0 / 12.0 + series * z) / x
    return (x - 0.5) * log(x) - x + 0.9189385332046727 + series - log(product)

# Reference values of the growth curves from the R package `diffusion` 0.4.0.
#
#   Rscript diffusion.R PACKAGE_SOURCE [OUTPUT_FOLDER]
#
# PACKAGE_SOURCE is the unpacked source of the package (CRAN, 0.4.0, LGPL-2.1), of which nothing is
# kept here. Needs the R package optimx. Writes, with ten significant digits,
#   diffusion_sales.csv   the series: adoption in each period
#   diffusion_fits.csv    parameters, sum of squares and root mean square error of sales
#   diffusion_curves.csv  fitted adoption of the package's default call, and its `difcurve` example
# What the columns mean, and the versions of the last run, stand in diffusion.md.

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) < 1) stop("usage: Rscript diffusion.R PACKAGE_SOURCE [OUTPUT_FOLDER]")
package_source <- arguments[1]
output <- if (length(arguments) > 1) arguments[2] else "."

suppressPackageStartupMessages(library(optimx))

# The check sums in the MD5 file of the package on CRAN.
checksums <- c(
  auxiliary = "35a492154185bece938bef5690a3dcb0", bass = "52dc5325ad6940d615bb68ed6a530d0d",
  diffusion = "e9014722f57f026ba70c67fd1a254207", gompertz = "c55168b7b2705db87be661cddacd6b5b",
  gsgompertz = "65636dffe7aaeb30e3451ba969dc9ebb", weibull = "e3f048d567f63c996d3a06647e50294a"
)
for (name in names(checksums)) {
  path <- file.path(package_source, "R", paste0(name, ".R"))
  if (tools::md5sum(path) != checksums[[name]]) stop(path, " is not the file of version 0.4.0")
  source(path)
}

# ---- The series -------------------------------------------------------------------------------

series <- list(
  room_air_conditioners =
    c(96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800, 1580, 1500),
  color_televisions = c(747, 1480, 2646, 5118, 5777, 5982, 5962, 4631),
  clothes_dryers = c(106, 319, 492, 635, 737, 890, 1397, 1523, 1294, 1240, 1425, 1260, 1236),
  ultrasound = c(5, 3, 2, 5, 7, 12, 6, 16, 16, 28, 28, 21, 13, 6),
  mammography = c(2, 2, 2, 3, 4, 9, 7, 16, 23, 24, 15, 6, 5, 1),
  foreign_language =
    c(1.25, 0.77, 0.86, 0.48, 1.34, 3.56, 3.36, 6.24, 5.95, 6.24, 4.89, 0.25),
  accelerated_program =
    c(0.67, 0.48, 2.11, 0.29, 2.59, 2.21, 16.80, 11.04, 14.40, 6.43, 6.15, 1.15),
  video_recorders = c(840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890)
)
third_diet <- subset(ChickWeight, Diet == 3 & Time <= 20)
series$chick_weight <- diff(aggregate(weight ~ Time, third_diet, mean)$weight)

drawn_from <- list(
  bass = c(1000, 0.02, 0.45), gompertz = c(1000, 6, 0.35),
  gsgompertz = c(1000, 8, 0.5, 1.6), weibull = c(1000, 7, 2.2)
)
wobble <- 1 + 0.05 * sin((1:16)^2)
for (type in names(drawn_from)) {
  sales <- getCurve(16, drawn_from[[type]], type)[, 2] * wobble
  series[[paste0("synthetic_", type)]] <- round(sales, 3)
}

# ---- The fits ---------------------------------------------------------------------------------

sum_of_squares <- function(w, y, type, cumulative) {
  getse(y, getCurve(length(y), w, type), 2, cumulative)
}

package_fit <- function(y, type, cumulative, ...) {
  suppressWarnings(suppressMessages(diffusion(y, type = type, cumulative = cumulative, ...)$w))
}

# The least sum of squares: from the best of three calls of the package to the bottom, with the
# simplex and then Gauss-Newton of base R on the logarithms of the parameters.
minimum <- function(y, type, cumulative, default) {
  starts <- list(
    default,
    package_fit(y, type, cumulative, multisol = TRUE),
    package_fit(y, type, cumulative, multisol = TRUE, method = "Nelder-Mead", maxiter = 2000)
  )
  loss <- function(v) {
    value <- sum_of_squares(exp(v), y, type, cumulative)
    if (is.finite(value)) value else 1e300
  }
  v <- log(starts[[which.min(sapply(starts, sum_of_squares, y, type, cumulative))]])
  for (restart in 1:6) {
    v <- optim(v, loss, control = list(maxit = 20000, reltol = 1e-15))$par
  }
  data <- if (cumulative) cumsum(y) else y
  level <- function(v) getCurve(length(y), exp(v), type)[, if (cumulative) 1 else 2]
  control <- nls.control(maxiter = 500, tol = 1e-10, warnOnly = TRUE, nDcentral = TRUE)
  refined <- tryCatch(
    suppressWarnings(
      coef(nls(data ~ level(v), start = list(v = v), algorithm = "port", control = control))
    ),
    error = function(condition) v
  )
  if (loss(refined) < loss(v)) v <- refined
  exp(v)
}

rows <- list()
curves <- list()
for (name in names(series)) {
  y <- series[[name]]
  for (type in names(drawn_from)) {
    for (loss in c("cumulative", "sales")) {
      default <- package_fit(y, type, loss == "cumulative")
      solutions <- list(
        default = default, minimum = minimum(y, type, loss == "cumulative", default)
      )
      for (solution in names(solutions)) {
        w <- unname(solutions[[solution]])
        fitted <- getCurve(length(y), w, type)
        rows[[length(rows) + 1]] <- data.frame(
          series = name, curve = type, loss = loss, solution = solution,
          w1 = w[1], w2 = w[2], w3 = w[3], w4 = w[4],
          sum_of_squares = sum_of_squares(w, y, type, loss == "cumulative"),
          sales_rmse = sqrt(mean((y - fitted[, 2])^2))
        )
      }
    }
    fitted <- getCurve(length(y), package_fit(y, type, TRUE), type)
    curves[[length(curves) + 1]] <- data.frame(
      series = name, curve = type, period = seq_along(y),
      cumulative = fitted[, 1], sales = fitted[, 2]
    )
  }
}
example <- difcurve(w = c(0.01, 0.1, 10), 20)
curves[[length(curves) + 1]] <- data.frame(
  series = "difcurve_example", curve = "bass", period = 1:20,
  cumulative = example[, 1], sales = example[, 2]
)

# ---- The files --------------------------------------------------------------------------------

save <- function(table, name) {
  for (column in names(table)) {
    if (is.double(table[[column]])) table[[column]] <- signif(table[[column]], 10)
  }
  write.csv(table, file.path(output, name), row.names = FALSE, quote = FALSE, na = "")
}
save(do.call(rbind, lapply(names(series), function(name) {
  data.frame(series = name, period = seq_along(series[[name]]), sales = series[[name]])
})), "diffusion_sales.csv")
save(do.call(rbind, rows), "diffusion_fits.csv")
save(do.call(rbind, curves), "diffusion_curves.csv")

cat(R.version.string, "; optimx ", as.character(packageVersion("optimx")), "; ",
    format(Sys.Date()), "\n", sep = "")

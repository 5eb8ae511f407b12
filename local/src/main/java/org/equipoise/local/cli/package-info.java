/** The command line. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no stack or not enough machine, 4 run refused. */
@NullMarked
package org.equipoise.local.cli;

import org.jspecify.annotations.NullMarked;

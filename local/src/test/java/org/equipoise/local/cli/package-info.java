/** Arguments, exit codes and files of the command line. */
@NullMarked
package org.equipoise.local.cli;

import org.jspecify.annotations.NullMarked;

/** What lies behind answers that are wrong: the model, its input, or the population. Numbers and decisions, no I/O. */
@NullMarked
package org.equipoise.monitor.attribution;

import org.jspecify.annotations.NullMarked;

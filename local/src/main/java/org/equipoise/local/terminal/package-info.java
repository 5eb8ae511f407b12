/** The only place that prints: messages, tables, progress bars and colours where a terminal shows them. */
@NullMarked
package org.equipoise.local.terminal;

import org.jspecify.annotations.NullMarked;

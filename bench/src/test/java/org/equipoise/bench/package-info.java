/** What the options of a benchmark promise. */
@NullMarked
package org.equipoise.bench;

import org.jspecify.annotations.NullMarked;

/** What a benchmark measured and on which machine, as a table and as JSON. */
@NullMarked
package org.equipoise.bench.report;

import org.jspecify.annotations.NullMarked;

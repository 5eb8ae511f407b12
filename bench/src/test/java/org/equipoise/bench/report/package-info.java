/** What a report promises. */
@NullMarked
package org.equipoise.bench.report;

import org.jspecify.annotations.NullMarked;

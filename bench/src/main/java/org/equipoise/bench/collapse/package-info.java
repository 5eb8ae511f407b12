/** CollapseBench: trainings that collapse for a known cause, and how often the diagnosis names it. */
@NullMarked
package org.equipoise.bench.collapse;

import org.jspecify.annotations.NullMarked;

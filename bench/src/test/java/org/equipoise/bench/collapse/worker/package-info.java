/** What the process that trains promises, without a training. */
@NullMarked
package org.equipoise.bench.collapse.worker;

import org.jspecify.annotations.NullMarked;

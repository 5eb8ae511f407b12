/** Whether everything that was sent is there, once, after something was away in the middle. */
@NullMarked
package org.equipoise.bench.outages;

import org.jspecify.annotations.NullMarked;

/** Watches the predictions of classifiers and raises an alert when one of them answers one class. */
@NullMarked
package org.equipoise.monitor;

import org.jspecify.annotations.NullMarked;

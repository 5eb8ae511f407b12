/** Names of the meters, which dashboards rely on. */
@NullMarked
package org.equipoise.augment.metrics;

import org.jspecify.annotations.NullMarked;

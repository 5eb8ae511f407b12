/** What is promised of the meters that every service has. */
@NullMarked
package org.equipoise.common.metrics;

import org.jspecify.annotations.NullMarked;

/** Tests of deadletters. */
@NullMarked
package org.equipoise.monitor.deadletters;

import org.jspecify.annotations.NullMarked;
